/* The scripts of tools/completion, built into the program. */
#pragma once

extern const char *const completion_bash, *const completion_zsh, *const completion_fish;
