/* Sentences of the conf layer. */
#pragma once

#define JALON_MSG_DEF "conf/messages.def"
#include "base/messages.h"
