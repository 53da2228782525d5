# Completion of vaultkit for fish. Once:
#   vaultkit completion fish > ~/.config/fish/completions/vaultkit.fish

function __vaultkit_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct | string replace -r '^[\'"]' '')
    set -l plain (string unescape -- "$current"); and set current "$plain"
    for line in (command vaultkit --complete fish $words[2..-1] "$current" 2>/dev/null </dev/null)
        switch $line
            case \tfile
                __fish_complete_path (commandline -ct)
            case \tfolder
                __fish_complete_directories (commandline -ct)
            case '*'
                printf '%s\n' $line
        end
    end
end

complete -c vaultkit -f -a '(__vaultkit_complete)'
