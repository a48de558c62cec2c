/*
 * Turns functions that invite mistakes into compile errors. The headers that declare them come
 * first, so that only uses are hit.
 */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define JALON_BANNED(name) name##_is_banned_here

#undef strcpy
#define strcpy(a, b) JALON_BANNED(strcpy)
#undef strcat
#define strcat(a, b) JALON_BANNED(strcat)
#undef strncpy
#define strncpy(a, b, c) JALON_BANNED(strncpy)
#undef strncat
#define strncat(a, b, c) JALON_BANNED(strncat)
#undef sprintf
#define sprintf(...) JALON_BANNED(sprintf)
#undef vsprintf
#define vsprintf(a, b, c) JALON_BANNED(vsprintf)
#undef strtok
#define strtok(a, b) JALON_BANNED(strtok)
#undef atoi
#define atoi(a) JALON_BANNED(atoi)
#undef atol
#define atol(a) JALON_BANNED(atol)
#undef strtol
#define strtol(a, b, c) JALON_BANNED(strtol)
#undef localtime
#define localtime(a) JALON_BANNED(localtime)
#undef gmtime
#define gmtime(a) JALON_BANNED(gmtime)
#undef ctime
#define ctime(a) JALON_BANNED(ctime)
#undef asctime
#define asctime(a) JALON_BANNED(asctime)
#undef system
#define system(a) JALON_BANNED(system)
