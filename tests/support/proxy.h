/*
 * A man in the middle of a client and the throw-away server, who loses, delays and splits what
 * passes. Of processes, so that a hanging client can be watched from outside; gone when the test
 * program ends.
 */
#pragma once

enum test_fault {
    TEST_FAULT_SPLIT,      /* one byte at a time, both ways; always */
    TEST_FAULT_CUT_BEFORE, /* the marked request is cut after BYTES bytes */
    TEST_FAULT_CUT_REPLY,  /* the reply to the marked request is cut after BYTES bytes */
    TEST_FAULT_CUT_AFTER,  /* the reply is awaited, so it was committed, and thrown away */
    TEST_FAULT_HANG,       /* the request is passed on, no byte of the reply is */
    TEST_FAULT_SILENT,     /* connections are accepted and nothing ever answers */
};

struct test_proxy {
    enum test_fault fault;
    const char *marker; /* bytes in a request that call for the fault */
    int bytes;
    int times;  /* how many marked requests are hit; later ones pass */
    int spared; /* how many pass before the first hit */
};

/* Starts it, ending the one before. Returns the folder of its socket, for `host=`. */
const char *test_proxy_start(const struct test_proxy *proxy);
void test_proxy_stop(void);
