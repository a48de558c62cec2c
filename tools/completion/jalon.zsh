#compdef jalon
# Completion of jalon for zsh: `source <(jalon completion zsh)`, or as _jalon in $fpath.
_jalon() {
    local -a candidates
    local line value label
    for line in "${(@f)$("${words[1]}" --complete "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
        value=${line%%$'\t'*} label=${line#*$'\t'}
        if [[ $value == :files ]]; then
            _files
        elif [[ -n $value ]]; then
            candidates+=("${value//:/\\:}:$label")
        fi
    done
    (( $#candidates )) && _describe jalon candidates
}
if [[ $funcstack[1] == _jalon ]]; then
    _jalon "$@"
else
    compdef _jalon jalon
fi
