/* Sentences of the pg layer. */
#pragma once

#define JALON_MSG_DEF "pg/messages.def"
#include "base/messages.h"
