/*
 * The objects that can be exported, with their columns. Names of the register's files are those
 * that `init` and `import` read (conf/register.h).
 */
#include <string.h>

#include "report/export.h"

#define TEXT    JALON_EXPORT_TEXT
#define LIST    JALON_EXPORT_LIST
#define DATE    JALON_EXPORT_DATE
#define INSTANT JALON_EXPORT_INSTANT
#define INTEGER JALON_EXPORT_INTEGER
#define NUMBER  JALON_EXPORT_NUMBER
#define BOOLEAN JALON_EXPORT_BOOLEAN
#define JSON    JALON_EXPORT_JSON

#define KEY      JALON_EXPORT_KEY
#define FILLED   JALON_EXPORT_FILLED
#define PERSONAL JALON_EXPORT_PERSONAL
#define FREE     JALON_EXPORT_FREE

/* Columns that mean the same wherever they stand. */
#define TERRITORY(flags)                                                                  \
    {                                                                                     \
        "territory_code", TEXT, flags, {{"code du territoire", "code of the territory"}}, \
            "territories"                                                                 \
    }
#define ON                                                                                         \
    {                                                                                              \
        "on", DATE, 0,                                                                             \
            {{"date du fait\u00A0; vide si inconnue", "date of the fact; empty if unknown"}}, NULL \
    }
#define PRECISION                                                                                             \
    {                                                                                                         \
        "precision", TEXT, FILLED,                                                                            \
            {{"précision de la date\u00A0: day, month (un jour du mois), before (ce jour ou avant), after, " \
              "unknown",                                                                                      \
              "precision of the date: day, month (some day of it), before (that day or earlier), "            \
              "after, unknown"}},                                                                             \
            NULL                                                                                              \
    }
#define CERTAINTY                                                                         \
    {                                                                                     \
        "certainty", TEXT, 0,                                                             \
            {{"certitude\u00A0: documented, deduced, inferred, probable, assumed, weak",  \
              "how sure it is: documented, deduced, inferred, probable, assumed, weak"}}, \
            NULL                                                                          \
    }
#define REASON                                             \
    {                                                      \
        "reason", TEXT, PERSONAL, {{"motif", "why"}}, NULL \
    }
#define NOTE                                                   \
    {                                                          \
        "note", TEXT, PERSONAL, {{"remarque", "remark"}}, NULL \
    }
#define SOURCE                                                                                   \
    {                                                                                            \
        "source", TEXT, FREE, {{"d'où le fait est connu", "where the fact is known from"}}, NULL \
    }
#define LEARNED                                                              \
    {                                                                        \
        "learned_on", DATE, 0,                                               \
            {{"jour où le fait a été appris, s'il a été saisi après coup",   \
              "day the fact became known, when it was entered afterwards"}}, \
            NULL                                                             \
    }
#define SIGNED_BY                                                                        \
    {                                                                                    \
        "signed_by", TEXT, PERSONAL, {{"nom du signataire", "name of the signer"}}, NULL \
    }
#define CAPACITY                                                                                \
    {                                                                                           \
        "capacity", TEXT, PERSONAL, {{"qualité du signataire", "capacity of the signer"}}, NULL \
    }
#define DELEGATION                                                                       \
    {                                                                                    \
        "delegation", TEXT, PERSONAL,                                                    \
            {{"acte qui donne pouvoir de signer", "act that gives power to sign"}}, NULL \
    }
#define PLACE                                                                           \
    {                                                                                   \
        "place", TEXT, FREE, {{"lieu de la signature", "place of the signature"}}, NULL \
    }
#define CHANNEL                                                                           \
    {                                                                                     \
        "channel", TEXT, 0, {{"canal de la signature", "channel of the signature"}}, NULL \
    }
#define NO_EVIDENCE                                                                            \
    {                                                                                          \
        "no_evidence", TEXT, FREE,                                                             \
            {{"pourquoi aucune pièce ne la montre\u00A0; sha256:… nomme celle qui est gardée", \
              "why no document shows it; sha256:… names the one that is kept"}},               \
            NULL                                                                               \
    }
#define REGION(name_, flags, fr, en)              \
    {                                             \
        name_, TEXT, flags, {{fr, en}}, "regions" \
    }
#define LABEL_FR                                                               \
    {                                                                          \
        "label_fr", TEXT, FILLED, {{"libellé français", "French label"}}, NULL \
    }
#define LABEL_EN                                                               \
    {                                                                          \
        "label_en", TEXT, FILLED, {{"libellé anglais", "English label"}}, NULL \
    }

static const struct jalon_export_column contracts[] = {
    {"code", TEXT, KEY, {{"code du territoire", "code of the territory"}}, "territories"},
    {"name",
     TEXT,
     FILLED,
     {{"nom du territoire ce jour-là", "name of the territory on the day"}},
     NULL},
    {"state", TEXT, FILLED, {{"état du contrat", "state of the contract"}}, NULL},
    {"state_since",
     DATE,
     FILLED,
     {{"premier jour dans cet état", "first day in this state"}},
     NULL},
    {"done", BOOLEAN, FILLED, {{"cet état est-il le but", "is this state the goal"}}, NULL},
    {"in_scope",
     BOOLEAN,
     FILLED,
     {{"cet état compte-t-il dans le périmètre", "does this state count in the scope"}},
     NULL},
    REGION("region_code", FILLED, "code INSEE de la Région principale",
           "INSEE code of the principal Région"),
    {"other_region_codes",
     LIST,
     0,
     {{"codes des autres Régions signataires", "codes of the other signing Régions"}},
     NULL},
    {"department_codes",
     LIST,
     0,
     {{"codes INSEE des départements", "INSEE codes of the départements"}},
     NULL},
    {"n_members",
     INTEGER,
     FILLED,
     {{"nombre de membres ce jour-là", "number of members on the day"}},
     NULL},
    {"entered_on",
     DATE,
     FILLED,
     {{"jour depuis lequel l'entrée compte", "day from which the entry counts"}},
     NULL},
    {"entered_precision",
     TEXT,
     FILLED,
     {{"précision de la date d'entrée", "precision of the date of entry"}},
     NULL},
};

static const struct jalon_export_column states[] = {
    TERRITORY(FILLED),
    {"state", TEXT, FILLED, {{"état du contrat", "state of the contract"}}, NULL},
    {"from", DATE, FILLED, {{"premier jour dans l'état", "first day in the state"}}, NULL},
    {"to",
     DATE,
     0,
     {{"premier jour hors de l'état\u00A0; vide s'il dure",
       "first day out of the state; empty while it lasts"}},
     NULL},
};

static const struct jalon_export_column instruments[] = {
    TERRITORY(KEY),
    {"instrument", TEXT, KEY, {{"acte", "instrument"}}, NULL},
    {"number",
     INTEGER,
     0,
     {{"numéro de l'acte\u00A0; vide tant que personne n'a signé",
       "number of the instrument; empty while nobody has signed"}},
     NULL},
    {"required", INTEGER, FILLED, {{"parties requises", "parties required"}}, NULL},
    {"signed",
     INTEGER,
     FILLED,
     {{"parties requises qui ont signé", "required parties that have signed"}},
     NULL},
    {"share",
     NUMBER,
     FILLED,
     {{"part des parties requises qui ont signé",
       "share of the required parties that have signed"}},
     NULL},
    {"done", BOOLEAN, FILLED, {{"toutes ont-elles signé", "have all of them signed"}}, NULL},
    {"signed_on",
     DATE,
     0,
     {{"jour de la dernière signature requise", "day of the last required signature"}},
     NULL},
    {"missing",
     LIST,
     0,
     {{"parties requises qui n'ont pas signé", "required parties that have not signed"}},
     NULL},
};

static const struct jalon_export_column territories[] = {
    {"code",
     TEXT,
     KEY,
     {{"code du territoire, unique dans le programme",
       "code of the territory, unique in the programme"}},
     NULL},
    {"name", TEXT, FILLED, {{"nom", "name"}}, NULL},
    REGION("region_code", FILLED, "code INSEE de la Région principale",
           "INSEE code of the principal Région"),
    {"other_region_codes",
     LIST,
     0,
     {{"codes des autres Régions signataires", "codes of the other signing Régions"}},
     NULL},
    {"department_codes",
     LIST,
     0,
     {{"codes INSEE des départements", "INSEE codes of the départements"}},
     NULL},
    {"entered_on",
     DATE,
     0,
     {{"date d'entrée\u00A0; vide si inconnue", "date of entry; empty if unknown"}},
     NULL},
    {"entered_precision",
     TEXT,
     FILLED,
     {{"précision de la date d'entrée", "precision of the date of entry"}},
     NULL},
    {"entry_basis", TEXT, 0, {{"certitude de l'entrée", "how sure the entry is"}}, NULL},
    SOURCE,
    {"predecessor_codes",
     LIST,
     0,
     {{"codes des territoires auxquels il succède", "codes of the territories that it succeeds"}},
     NULL},
    {"entry_state",
     TEXT,
     0,
     {{"état à l'entrée, s'il n'est pas l'état initial",
       "state at entry, when it is not the initial one"}},
     NULL},
    NOTE,
};

static const struct jalon_export_column aliases[] = {
    TERRITORY(FILLED),
    {"kind",
     TEXT,
     FILLED,
     {{"name\u00A0: autre nom\u00A0; external_code\u00A0: code d'un autre registre",
       "name: another name; external_code: a code of another register"}},
     NULL},
    {"value", TEXT, FILLED, {{"le nom ou le code", "the name or the code"}}, NULL},
    {"issuer", TEXT, 0, {{"qui l'emploie", "who uses it"}}, NULL},
    {"as_of_year", INTEGER, 0, {{"année où il est attesté", "year in which it is attested"}}, NULL},
};

static const struct jalon_export_column members[] = {
    TERRITORY(FILLED),
    {"siren", TEXT, FILLED, {{"numéro SIREN", "SIREN number"}}, NULL},
    {"name", TEXT, FILLED, {{"nom du membre", "name of the member"}}, NULL},
    {"kind", TEXT, FILLED, {{"EPCI, EPT ou COMMUNE", "EPCI, EPT or COMMUNE"}}, NULL},
    {"insee_commune", TEXT, 0, {{"code INSEE de la commune", "INSEE code of the commune"}}, NULL},
    {"department_code",
     TEXT,
     FILLED,
     {{"code INSEE du département", "INSEE code of the département"}},
     "departements"},
    REGION("region_code", FILLED, "code INSEE de la Région", "INSEE code of the Région"),
    {"from",
     DATE,
     0,
     {{"premier jour\u00A0; vide\u00A0: depuis l'entrée du territoire",
       "first day; empty: since the territory's entry"}},
     NULL},
    {"to",
     DATE,
     0,
     {{"premier jour où il n'est plus membre\u00A0; vide s'il l'est",
       "first day on which it is no member any more; empty while it is"}},
     NULL},
};

static const struct jalon_export_column events[] = {
    ON,
    PRECISION,
    TERRITORY(FILLED),
    {"action",
     TEXT,
     FILLED,
     {{"ce qui s'est passé\u00A0: advance, sign, milestone, rename, leave, member_add, member_remove, alias, absorb, retarget, term, plan, refuse, waive, note",
       "what happened: advance, sign, milestone, rename, leave, member_add, member_remove, alias, absorb, retarget, term, plan, refuse, waive, note"}},
     NULL},
    {"what",
     TEXT,
     0,
     {{"état, acte, étape, nom, SIREN, codes, échéance et sa date, acte et sa durée, ou ce qui est prévu et sa date, selon l'action",
       "state, instrument, milestone, name, SIREN, codes, target and its date, instrument and its term, or what is planned and its date, as the action goes"}},
     NULL},
    {"parties",
     TEXT,
     0,
     {{"partie qui a signé, refuse, n'a plus à signer ou doit agir",
       "party that signed, refuses, need not sign, or is to act"}},
     NULL},
    CERTAINTY,
    NOTE,
    SOURCE,
    REASON,
    LEARNED,
    SIGNED_BY,
    CAPACITY,
    DELEGATION,
    PLACE,
    CHANNEL,
    NO_EVIDENCE,
};

static const struct jalon_export_column signatures[] = {
    ON,
    PRECISION,
    TERRITORY(FILLED),
    {"instrument", TEXT, FILLED, {{"acte signé", "instrument signed"}}, NULL},
    {"party", TEXT, FILLED, {{"partie qui a signé", "party that signed"}}, NULL},
    SIGNED_BY,
    CAPACITY,
    DELEGATION,
    PLACE,
    CHANNEL,
    CERTAINTY,
    REASON,
    NOTE,
    SOURCE,
    LEARNED,
    NO_EVIDENCE,
};

static const struct jalon_export_column milestones[] = {
    ON,        PRECISION, TERRITORY(KEY), {"milestone", TEXT, KEY, {{"étape", "milestone"}}, NULL},
    CERTAINTY, REASON,    NOTE,           SOURCE,
    LEARNED,
};

static const struct jalon_export_column targets[] = {
    {"code", TEXT, KEY, {{"code de l'échéance", "code of the target"}}, NULL},
    {"position",
     INTEGER,
     KEY,
     {{"1\u00A0: la date d'origine\u00A0; au-delà, ses reports",
       "1: the original date; beyond, its moves"}},
     NULL},
    {"on", DATE, FILLED, {{"date de l'échéance", "date of the target"}}, NULL},
    {"decided_on", DATE, FILLED, {{"jour de la décision", "day of the decision"}}, NULL},
    {"instrument", TEXT, 0, {{"acte attendu", "instrument that is due"}}, NULL},
    {"percent",
     INTEGER,
     FILLED,
     {{"part attendue, en pour cent", "share that is due, in percent"}},
     NULL},
    LABEL_FR,
    LABEL_EN,
    SOURCE,
    {"region_code",
     TEXT,
     0,
     {{"Région dont les contrats sont concernés\u00A0; vide\u00A0: tous",
       "Région whose contracts are concerned; empty: all"}},
     NULL},
};

static const struct jalon_export_column cohorts[] = {
    {"cohort", TEXT, KEY, {{"code de la cohorte", "code of the cohort"}}, NULL},
    {"label", TEXT, 0, {{"son libellé français", "its French label"}}, NULL},
    TERRITORY(KEY),
    {"member_siren",
     TEXT,
     0,
     {{"membre par lequel il en fait partie\u00A0; vide\u00A0: le territoire entier",
       "member by which it is in it; empty: the whole territory"}},
     NULL},
    {"member_name", TEXT, 0, {{"nom de ce membre", "name of that member"}}, NULL},
    {"since", DATE, KEY, {{"depuis quel jour", "since which day"}}, NULL},
    SOURCE,
    {"until",
     DATE,
     0,
     {{"jour à partir duquel il n'en fait plus partie", "day from which it is not in it any more"}},
     NULL},
};

static const struct jalon_export_column weights[] = {
    TERRITORY(KEY),
    {"weight", TEXT, KEY, {{"code du poids", "code of the weight"}}, NULL},
    {"value", INTEGER, FILLED, {{"sa valeur", "its value"}}, NULL},
    {"as_of_year", INTEGER, FILLED, {{"année du chiffre", "year that the figure is of"}}, NULL},
    {"counted_members",
     INTEGER,
     0,
     {{"membres dont il est la somme\u00A0; vide\u00A0: le territoire entier",
       "members that it is a sum over; empty: the whole territory"}},
     NULL},
    SOURCE,
    {"since", DATE, KEY, {{"jour à partir duquel il compte", "day from which it counts"}}, NULL},
};

static const struct jalon_export_column documents[] = {
    TERRITORY(KEY),
    {"sha256", TEXT, KEY, {{"empreinte SHA-256 du fichier", "SHA-256 of the file"}}, NULL},
    {"size", INTEGER, FILLED, {{"sa taille en octets", "its size in bytes"}}, NULL},
    {"media_type", TEXT, FILLED, {{"son type", "its type"}}, NULL},
    {"role",
     TEXT,
     KEY,
     {{"evidence, text (texte à signer)", "evidence, text (to be signed)"}},
     NULL},
    {"instrument", TEXT, KEY, {{"acte concerné", "instrument that it is about"}}, NULL},
    {"number", INTEGER, KEY, {{"numéro de l'acte", "number of the instrument"}}, NULL},
    {"party", TEXT, KEY, {{"partie concernée", "party that it is about"}}, NULL},
    ON,
    PRECISION,
    {"pdf_signatures",
     INTEGER,
     0,
     {{"signatures PDF trouvées dans le fichier, non vérifiées",
       "PDF signatures found in the file, not verified"}},
     NULL},
    {"erased_by",
     TEXT,
     0,
     {{"entrée qui a effacé le fichier", "entry that erased the file"}},
     NULL},
    {"title", TEXT, PERSONAL, {{"titre", "title"}}, NULL},
    NOTE,
};

static const struct jalon_export_column calendar[] = {
    {"on", DATE, KEY, {{"jour", "day"}}, NULL},
    {"label_fr", TEXT, KEY, {{"libellé français", "French label"}}, NULL},
    LABEL_EN,
    {"ceremony", BOOLEAN, FILLED, {{"y signe-t-on", "are contracts signed there"}}, NULL},
};

static const struct jalon_export_column regions[] = {
    {"code", TEXT, KEY, {{"code INSEE de la Région", "INSEE code of the Région"}}, NULL},
    {"name", TEXT, FILLED, {{"nom", "name"}}, NULL},
};

static const struct jalon_export_column departements[] = {
    {"code", TEXT, KEY, {{"code INSEE du département", "INSEE code of the département"}}, NULL},
    {"name", TEXT, FILLED, {{"nom", "name"}}, NULL},
    REGION("region_code", FILLED, "code INSEE de sa Région", "INSEE code of its Région"),
};

static const struct jalon_export_column journal[] = {
    {"entry", TEXT, KEY, {{"numéro de l'entrée, CODE#N", "number of the entry, CODE#N"}}, NULL},
    {"subject",
     TEXT,
     FILLED,
     {{"identifiant du territoire ou du programme", "id of the territory or programme"}},
     NULL},
    {"kind", TEXT, FILLED, {{"nature de l'événement", "kind of event"}}, NULL},
    ON,
    PRECISION,
    {"recorded_at",
     INSTANT,
     FILLED,
     {{"instant de l'enregistrement", "instant of recording"}},
     NULL},
    {"actor", TEXT, PERSONAL, {{"compte qui l'a enregistrée", "login that recorded it"}}, NULL},
    REASON,
    SOURCE,
    CERTAINTY,
    LEARNED,
    {"before", JSON, 0, {{"ce qui valait avant", "what was so before"}}, NULL},
    {"after",
     JSON,
     0,
     {{"ce qui vaut après\u00A0; un texte libre y est une empreinte",
       "what is so after; a free text is a digest there"}},
     NULL},
    {"request", TEXT, FILLED, {{"identifiant de la requête", "id of the request"}}, NULL},
    {"batch", TEXT, 0, {{"identifiant du lot", "id of the batch"}}, NULL},
    {"leaf_hash",
     TEXT,
     FILLED,
     {{"empreinte SHA-256 de la feuille (RFC 6962)", "SHA-256 of the leaf (RFC 6962)"}},
     NULL},
    {"leaf",
     TEXT,
     FILLED,
     {{"la feuille, telle qu'elle est hachée", "the leaf, as it is hashed"}},
     NULL},
    {"disclosures",
     JSON,
     PERSONAL,
     {{"ce que valent les empreintes", "what the digests stand for"}},
     NULL},
};

static const struct jalon_export_column columns[] = {
    {"object", TEXT, KEY, {{"ce qui s'exporte", "what is exported"}}, NULL},
    {"name", TEXT, KEY, {{"nom de la colonne", "name of the column"}}, NULL},
    {"type",
     TEXT,
     FILLED,
     {{"type, comme dans un Table Schema", "type, as in a Table Schema"}},
     NULL},
    {"filled", BOOLEAN, FILLED, {{"toujours remplie", "never empty"}}, NULL},
    {"personal",
     BOOLEAN,
     FILLED,
     {{"exportée avec --personal seulement", "exported with --personal only"}},
     NULL},
    {"description_fr", TEXT, FILLED, {{"sens, en français", "meaning, in French"}}, NULL},
    {"description_en", TEXT, FILLED, {{"sens, en anglais", "meaning, in English"}}, NULL},
};

#define OF_A_DAY JALON_EXPORT_OF_A_DAY
#define DAY_MAY  JALON_EXPORT_DAY_MAY
#define PACKAGED JALON_EXPORT_PACKAGED

#define ROWS(array) array, JALON_COUNT(array)

static const struct jalon_export_object objects[] = {
    {"contracts",
     OF_A_DAY | PACKAGED,
     {{"contrats", "contracts"}},
     JALON_EXPORT_CONTRACTS,
     ROWS(contracts)},
    {"instruments",
     OF_A_DAY | PACKAGED,
     {{"avancement des actes", "progress of instruments"}},
     JALON_EXPORT_INSTRUMENTS,
     ROWS(instruments)},
    {"states",
     PACKAGED,
     {{"états successifs", "states one after the other"}},
     JALON_EXPORT_STATES,
     ROWS(states)},
    {"territories",
     DAY_MAY | PACKAGED,
     {{"territoires", "territories"}},
     JALON_EXPORT_TERRITORIES,
     ROWS(territories)},
    {"aliases",
     PACKAGED,
     {{"autres noms et codes", "other names and codes"}},
     JALON_EXPORT_ALIASES,
     ROWS(aliases)},
    {"members", DAY_MAY | PACKAGED, {{"membres", "members"}}, JALON_EXPORT_MEMBERS, ROWS(members)},
    {"events", PACKAGED, {{"événements", "events"}}, JALON_EXPORT_EVENTS, ROWS(events)},
    {"signatures",
     PACKAGED,
     {{"signatures", "signatures"}},
     JALON_EXPORT_SIGNATURES,
     ROWS(signatures)},
    {"milestones", PACKAGED, {{"étapes", "milestones"}}, JALON_EXPORT_MILESTONES, ROWS(milestones)},
    {"cohorts", PACKAGED, {{"cohortes", "cohorts"}}, JALON_EXPORT_COHORTS, ROWS(cohorts)},
    {"weights", PACKAGED, {{"poids", "weights"}}, JALON_EXPORT_WEIGHTS, ROWS(weights)},
    {"documents", 0, {{"pièces", "documents"}}, JALON_EXPORT_DOCUMENTS, ROWS(documents)},
    {"targets",
     PACKAGED,
     {{"échéances et leurs reports", "targets and their moves"}},
     JALON_EXPORT_TARGETS,
     ROWS(targets)},
    {"calendar", PACKAGED, {{"calendrier", "calendar"}}, JALON_EXPORT_CALENDAR, ROWS(calendar)},
    {"regions", PACKAGED, {{"Régions", "Régions"}}, JALON_EXPORT_REGIONS, ROWS(regions)},
    {"departements",
     PACKAGED,
     {{"départements", "départements"}},
     JALON_EXPORT_DEPARTEMENTS,
     ROWS(departements)},
    {"journal", 0, {{"journal", "journal"}}, JALON_EXPORT_ENTRIES, ROWS(journal)},
    {"columns",
     JALON_EXPORT_OF_PROGRAM,
     {{"colonnes de ces objets", "columns of these objects"}},
     JALON_EXPORT_COLUMNS,
     ROWS(columns)},
};

const struct jalon_export_object *jalon_export_objects(size_t *ret_n)
{
    *ret_n = JALON_COUNT(objects);
    return objects;
}

const struct jalon_export_object *jalon_export_object(const char *name)
{
    for (size_t i = 0; i < JALON_COUNT(objects); i++) {
        if (strcmp(objects[i].name, name) == 0) {
            return &objects[i];
        }
    }
    return NULL;
}
