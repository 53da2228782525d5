/* Walk a vault and stat every note: the floor under everything that must see what has changed. */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static long notes, bytes;

static void walk(int fd)
{
    DIR *folder = fdopendir(fd);
    if (!folder) {
        close(fd);
        return;
    }
    struct dirent *entry;
    while ((entry = readdir(folder))) {
        if (entry->d_name[0] == '.')
            continue;
        if (entry->d_type == DT_DIR) {
            int below = openat(fd, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
            if (below >= 0)
                walk(below);
            continue;
        }
        size_t length = strlen(entry->d_name);
        struct stat info;
        if (length > 3 && !strcmp(entry->d_name + length - 3, ".md") &&
            !fstatat(fd, entry->d_name, &info, AT_SYMLINK_NOFOLLOW)) {
            notes++;
            bytes += info.st_size;
        }
    }
    closedir(folder);
}

int main(int count, char **words)
{
    walk(open(words[count - 1], O_RDONLY | O_DIRECTORY));
    printf("%ld %ld\n", notes, bytes);
    return 0;
}
