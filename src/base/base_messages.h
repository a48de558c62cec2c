/* Sentences of the base layer. */
#pragma once

#define JALON_MSG_DEF "base/messages.def"
#include "base/messages.h"
