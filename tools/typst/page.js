/*
 * Sets a page of a report for print: HTML on standard input, a tagged PDF on standard output.
 *
 *   node -e SCRIPT -- FOLDER PACKAGE INSTANT TEMPLATE
 *
 * FOLDER holds the compiler, of the version that PACKAGE (a package.json) names; else the exit
 * status is 3. INSTANT is when the PDF says that it was made.
 */
'use strict';
const { readFileSync } = require('node:fs');
const { resolve } = require('node:path');
const [folder, wanted, instant, template] = process.argv.slice(1);
const ABSENT = 3;
const FONT = 'Libertinus Serif'; /* the compiler brings it */

/* The compiler, or null: another version would set other bytes. */
function load() {
    const [[name, version]] = Object.entries(JSON.parse(wanted).dependencies);
    const place = resolve(folder, 'node_modules', name);
    try {
        const found = JSON.parse(readFileSync(resolve(place, 'package.json'), 'utf8')).version;
        return found === version ? require(place).NodeCompiler : null;
    } catch {
        return null;
    }
}

function pdf(compiler, source, inputs) {
    return compiler.pdf({ mainFileContent: source, inputs: { font: FONT, ...inputs } },
        { pdfStandard: 'ua-1', creationTimestamp: Math.floor(Date.parse(instant) / 1000) });
}

const ONE_SIGN = '#set document(title: "-")\n' +
    '#set text(font: sys.inputs.font, fallback: false)\n#sys.inputs.sign';

/* SIGN as a reader sees it, by its code when the font lacks it: PDF/UA has no empty boxes. */
function shown(compiler, sign) {
    try {
        pdf(compiler, ONE_SIGN, { sign });
        return sign;
    } catch {
        return Array.from(sign, (one) => one < '\u0080' ? one
            : `\\u{${one.codePointAt(0).toString(16)}}`).join('');
    }
}

/* Each sign of PAGE that is not ASCII is tried once. */
function withEverySign(compiler, page) {
    const seen = new Map();
    return Array.from(new Intl.Segmenter('fr').segment(page), ({ segment }) => {
        if (!seen.has(segment)) {
            const plain = [...segment].every((one) => one < '\u0080');
            seen.set(segment, plain ? segment : shown(compiler, segment));
        }
        return seen.get(segment);
    }).join('');
}

function set(compiler, page) {
    try {
        return pdf(compiler, template, { page });
    } catch {
        return pdf(compiler, template, { page: withEverySign(compiler, page) });
    }
}

const Compiler = load();
if (Compiler === null) {
    process.exitCode = ABSENT;
} else {
    process.stdout.write(set(Compiler.create(), readFileSync(0, 'utf8')));
}
