/*
 * A database with one writing function, made like those of the schema: request id first, the same
 * id gives the first answer again. For the tests of the protocol.
 */
#pragma once

#include "pg/db.h"
#include "support/cluster.h"

/* public.test_put(request, what). `what` chooses: "put", "warn", or the key of a refusal. */
static const struct jalon_statement test_put = {
    .name = "test_put",
    .text = "SELECT public.test_put($1, $2)",
    .shape = JALON_SHAPE_ONE,
    .n_parameters = 2,
};

static const char test_put_sql[] =
    "CREATE TABLE public.request (id uuid PRIMARY KEY, answer text);"
    "CREATE FUNCTION public.test_put(request uuid, what text) RETURNS text LANGUAGE plpgsql AS $$"
    " DECLARE found_answer text;"
    " BEGIN"
    "  IF what = 'stale_state' THEN"
    "   RAISE EXCEPTION USING ERRCODE = 'JA001', MESSAGE = what, DETAIL ="
    "    '{\"code\": \"ti-0001\", \"expected\": \"pilot\", \"actual\": \"signed\"}';"
    "  ELSIF what = 'undeclared_transition' THEN"
    "   RAISE EXCEPTION USING ERRCODE = 'JA002', MESSAGE = what, DETAIL ="
    "    '{\"code\": \"ti-0001\", \"from\": \"a\\u001b[2J\", \"to\": \"c\", \"allowed\": [\"d\", 7]}';"
    "  ELSIF what = 'role_required' THEN"
    "   RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = what, DETAIL ="
    "    '{\"actor\": \"somebody\", \"needed\": [\"manager\"]}';"
    "  ELSIF what = 'unheard_of' THEN"
    "   RAISE EXCEPTION USING ERRCODE = 'JA004', MESSAGE = what, DETAIL = 'not JSON';"
    "  ELSIF what = 'warn' THEN RAISE WARNING 'no standby has it';"
    "  END IF;"
    "  INSERT INTO public.request VALUES (request, 'put') ON CONFLICT DO NOTHING;"
    "  IF FOUND THEN RETURN 'put'; END IF;"
    "  RETURN 'again';"
    " END $$;";

static const char test_request[] = "5eed5eed-0000-4000-8000-000000000001";
