# Completion of vaultkit for bash. With the package bash-completion, once:
#   vaultkit completion bash > ~/.local/share/bash-completion/completions/vaultkit
# without it, in ~/.bashrc:
#   eval "$(vaultkit completion bash)"

# What comes is quoted already, so that no name can run.
_vaultkit() {
  local line word
  COMPREPLY=()
  while IFS= read -r line; do
    word=${line%%$'\t'*}
    case $line in
      $'\tfile') compopt -o default ;;
      $'\tfolder') compopt -o dirnames ;;
      *) COMPREPLY+=("$word") ;;
    esac
  done < <(command vaultkit --complete bash "${COMP_LINE:0:COMP_POINT}" "${COMP_WORDS[COMP_CWORD]}" 2>/dev/null </dev/null)
}
complete -F _vaultkit vaultkit
