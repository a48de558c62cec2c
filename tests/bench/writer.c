/*
 * Advances contracts through libjalon as fast as it can, from N processes with a kept connection
 * each, for some seconds; prints writes per second. The bench database is made by bench.py.
 *
 *   writer CONNINFO CLIENTS SECONDS
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/contract.h"

enum { MAX_CLIENTS = 16, SHARE = 500 }; /* 16 × 500: the contracts of bench.py */

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void stop(const struct jalon_err *err)
{
    fprintf(stderr, "writer: %s\n", err->message[JALON_EN]);
    exit(1);
}

/* There and back between two states, so that every contract can be advanced for ever. */
static void advance(struct jalon_db *db, long contract, bool back)
{
    char code[32];
    (void)snprintf(code, sizeof code, "bench-%ld", contract);
    struct jalon_write write = {.request = jalon_uuid_random(),
                                .programme = "bench",
                                .on = jalon_date_of(2019, 1, 30),
                                .precision = JALON_PRECISION_DAY,
                                .evidence = {.reason = "bench", .learned_on = JALON_DATE_NONE}};
    struct jalon_err err = {0};
    JALON_AUTO(jalon_receipt_freep) struct jalon_receipt *receipt = NULL;
    if (jalon_store_advance(db, &write, code, back ? "identified" : "suspended", NULL, &receipt,
                            &err) < 0) {
        stop(&err);
    }
}

/*
 * One client on a share of contracts of its own, so that no two wait for the same row. It ends
 * after a whole round there and back: every contract is left where it was. Returns its rate.
 */
static double run_client(const char *conninfo, int client, double seconds)
{
    struct jalon_err err = {0};
    struct jalon_db_options options = {.conninfo = conninfo, .command = "bench"};
    JALON_AUTO(jalon_db_closep) struct jalon_db *db = NULL;
    if (jalon_db_open(&options, &db, &err) < 0) {
        stop(&err);
    }
    long n = 0;
    double start = now();
    do {
        for (long i = 0; i < 2 * SHARE; i++, n++) {
            advance(db, (long)client * SHARE + i % SHARE + 1, i >= SHARE);
        }
    } while (now() < start + seconds);
    return (double)n / (now() - start);
}

int main(int argc, char **argv)
{
    int clients = argc == 4 ? (int)strtod(argv[2], NULL) : 0;
    if (clients < 1 || clients > MAX_CLIENTS) {
        fputs("usage: writer CONNINFO CLIENTS SECONDS\n", stderr);
        return 2;
    }
    int rates[2];
    if (pipe(rates) < 0) {
        return 1;
    }
    for (int client = 0; client < clients; client++) {
        if (fork() == 0) {
            double rate = run_client(argv[1], client, strtod(argv[3], NULL));
            _exit(write(rates[1], &rate, sizeof rate) == (ssize_t)sizeof rate ? 0 : 1);
        }
    }
    int status = 0;
    double total = 0;
    for (int client = 0; client < clients; client++) {
        int ended = 0;
        wait(&ended);
        double rate = 0;
        if (ended == 0 && read(rates[0], &rate, sizeof rate) == (ssize_t)sizeof rate) {
            total += rate;
        }
        status |= ended;
    }
    printf("%.1f\n", total);
    return status == 0 ? 0 : 1;
}
