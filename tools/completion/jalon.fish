# Completion of jalon for fish: `jalon completion fish | source`.
function __jalon_candidates
    set -l words (commandline -opc) (commandline -ct)
    for line in ($words[1] --complete $words[2..-1] 2>/dev/null)
        if string match -q ':files*' -- $line
            __fish_complete_path (commandline -ct)
        else
            echo $line
        end
    end
end
complete -c jalon -f -a '(__jalon_candidates)'
