/* Sentences of the command line tool. */
#pragma once

#define JALON_MSG_DEF "jalon/messages.def"
#include "base/messages.h"
