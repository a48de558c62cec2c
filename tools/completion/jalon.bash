# Completion of jalon for bash: `source <(jalon completion bash)`.
_jalon() {
    local line=${COMP_LINE:0:COMP_POINT} words word value label prefix
    read -ra words <<<"$line"
    [[ $line == *[[:space:]] ]] && words+=('')
    word=${words[-1]}
    # bash takes `=` and `:` for ends of words and replaces only what follows
    prefix=${word%"${word##*[=:]}"}
    COMPREPLY=()
    while IFS=$'\t' read -r value label; do
        if [[ $value == :files ]]; then
            mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "${word#--*=}")
            compopt -o filenames 2>/dev/null
        else
            COMPREPLY+=("${value#"$prefix"}")
        fi
    done < <("${words[0]}" --complete "${words[@]:1}" 2>/dev/null)
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=:] ]] && compopt -o nospace 2>/dev/null
    return 0
}
complete -F _jalon jalon
