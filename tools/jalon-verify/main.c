/*
 * jalon-verify: checks an exported journal without the server and without the code that wrote it.
 * It reads the folder and a policy, and nothing else.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "jalon-verify/checkpoints.h"
#include "jalon-verify/contract.h"
#include "jalon-verify/file.h"
#include "jalon-verify/leaves.h"
#include "jalon-verify/live.h"
#include "jalon-verify/manifest.h"
#include "jalon-verify/memory.h"
#include "jalon-verify/proofs.h"

struct options {
    const char *policy, *since, *folder;
    enum language language;
    bool wants_help;
};

static const char *const usage[LANGUAGE_N] = {
    "usage : jalon-verify --policy FICHIER [--since POINT_DE_CONTRÔLE] [--lang fr|en] DOSSIER\n"
    "\n"
    "Vérifie un dossier de preuves exporté du journal, sans serveur et hors de Jalon.\n"
    "  --policy FICHIER  à qui se fier (C2SP tlog-policy), obtenu hors du dossier\n"
    "  --since FICHIER   le point de contrôle gardé de la dernière visite\n"
    "  --lang fr|en      langue de la sortie\n"
    "État de sortie : 0 conforme, 1 altération prouvée, 2 usage ou fichier illisible.\n",
    "usage: jalon-verify --policy FILE [--since CHECKPOINT] [--lang fr|en] BUNDLE_DIR\n"
    "\n"
    "Checks a folder of evidence exported from the journal, without server and outside Jalon.\n"
    "  --policy FILE       whom to believe (C2SP tlog-policy), obtained outside the folder\n"
    "  --since CHECKPOINT  the checkpoint kept from the last visit\n"
    "  --lang fr|en        language of the output\n"
    "Exit status: 0 conforms, 1 evidence of alteration, 2 usage or unreadable file.\n",
};

static bool read_language(const char *text, enum language *ret_language)
{
    *ret_language = strcmp(text, "en") == 0 ? EN : FR;
    return strcmp(text, "en") == 0 || strcmp(text, "fr") == 0;
}

static bool read_option(struct options *options, const char *name, const char *value)
{
    if (strcmp(name, "--policy") == 0) {
        options->policy = value;
        return true;
    }
    if (strcmp(name, "--since") == 0) {
        options->since = value;
        return true;
    }
    return strcmp(name, "--lang") == 0 && read_language(value, &options->language);
}

static bool read_options(int argc, char **argv, struct options *options)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0) {
            options->wants_help = true;
        } else if (argv[i][0] == '-') {
            if (i + 1 == argc || !read_option(options, argv[i], argv[i + 1])) {
                return false;
            }
            i++;
        } else if (options->folder) {
            return false;
        } else {
            options->folder = argv[i];
        }
    }
    return options->wants_help || (options->policy && options->folder);
}

static const char *policy_sentence(enum policy_fault fault, enum language language)
{
    static const char *const sentences[POLICY_N][LANGUAGE_N] = {
        [POLICY_CHARACTER] = {"un caractère de contrôle", "a control character"},
        [POLICY_WORD] = {"log VKEY, witness NOM VKEY, group NOM N|any|all MEMBRE…, quorum NOM|none",
                         "log VKEY, witness NAME VKEY, group NAME N|any|all MEMBER…, quorum "
                         "NAME|none"},
        [POLICY_KEY] = {"ce n’est pas une clé de cette sorte", "this is no key of that kind"},
        [POLICY_TWICE] = {"ceci est déjà défini ou utilisé plus haut",
                          "this is defined or used above already"},
        [POLICY_UNKNOWN] = {"ce nom n’est pas défini plus haut", "this name is not defined above"},
        [POLICY_THRESHOLD] = {"le seuil doit aller de 1 au nombre des membres",
                              "the threshold has to be from 1 to the number of members"},
        [POLICY_TOO_MANY] = {"au plus 32 journaux et 64 témoins et groupes",
                             "at most 32 logs and 64 witnesses and groups"},
        [POLICY_NO_LOG] = {"aucune ligne « log »", "no line 'log'"},
        [POLICY_NO_QUORUM] = {"aucune ligne « quorum »", "no line 'quorum'"},
    };
    return sentences[fault][language];
}

/* *ret_text, which the caller frees, holds the names that the policy points to. */
static bool read_policy(struct verify *verify, const char *path, struct policy *policy,
                        char **ret_text)
{
    size_t length = 0, line = 0;
    *ret_text = file_read(path, &length);
    if (!*ret_text) {
        report_unreadable(&verify->report, path, errno);
        return false;
    }
    enum policy_fault fault = policy_read(*ret_text, length, policy, &line);
    if (fault != POLICY_OK) {
        fprintf(stderr, "jalon-verify: %s:%zu: %s\n", path, line,
                policy_sentence(fault, verify->report.language));
    }
    return fault == POLICY_OK;
}

static void check(struct verify *verify, const char *since)
{
    int64_t last_seal = 0;
    if (!checkpoints_read(verify)) {
        return;
    }
    checkpoints_read_earlier(verify);
    if (since) {
        checkpoints_read_since(verify, since);
    }
    checkpoints_settle(verify);
    proofs_read(verify);
    if (contract_is_given(verify)) {
        contract_check(verify, &last_seal);
    } else {
        leaves_check(verify, &last_seal);
    }
    checkpoints_check_times(verify, last_seal, (int64_t)time(NULL));
    live_check(verify);
    manifest_check(verify);
}

static void release(struct verify *verify)
{
    for (size_t i = 0; i < verify->n_heads; i++) {
        free(verify->heads[i].file);
    }
    free(verify->heads);
    free(verify->inclusions);
    hasher_free(verify->hasher);
}

int main(int argc, char **argv)
{
    struct options options = {.language = FR};
    if (!read_options(argc, argv, &options) || options.wants_help) {
        fputs(usage[options.language], options.wants_help ? stdout : stderr);
        return options.wants_help ? EXIT_CONFORMS : EXIT_UNABLE;
    }
    struct policy *policy = memory_new(1, sizeof *policy);
    char *text = NULL;
    struct verify verify = {.folder = options.folder, .policy = policy, .hasher = hasher_new()};
    verify.report = (struct report){.language = options.language, .out = stdout};
    int status = EXIT_UNABLE;
    if (verify.hasher && read_policy(&verify, options.policy, policy, &text)) {
        check(&verify, options.since);
        status = report_end(&verify.report);
    }
    release(&verify);
    free(text);
    free(policy);
    return status;
}
