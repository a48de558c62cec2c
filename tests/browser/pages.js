/*
 * Opens pages in Chromium and says what is wrong with them, one line of JSON a fault:
 *
 *   node pages.js MODULES CHROMIUM PAGE…
 *
 * MODULES holds axe-core and playwright-core. A fault is {"page", "check", "what"}; the checks are
 * axe (rules of WCAG 2.2 AA, of the RGAA and best practice; what is folded is unfolded, colours are
 * judged in the dark too), reflow (320 px wide, as at 400 %), keyboard (all that can be reached is,
 * in the order of the page, and seen to be), forced (colours that the system sets) and words (no
 * text of a drawing lies over what the map draws).
 */
'use strict';
const { resolve } = require('node:path');
const { pathToFileURL } = require('node:url');
const [modules, chromium, ...pages] = process.argv.slice(2);
const { chromium: browsers } = require(resolve(modules, 'node_modules/playwright-core'));
const axe = require.resolve(resolve(modules, 'node_modules/axe-core'));
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'RGAAv4', 'best-practice'];

function unfold() {
    document.querySelectorAll('details').forEach((part) => { part.open = true; });
}

async function axeFaults(page, options) {
    const { violations } = await page.evaluate((asked) => window.axe.run(document, asked), options);
    return violations.flatMap(({ id, nodes }) =>
        nodes.slice(0, 3).map(({ target, any }) => [id, target, any.map(({ message }) => message)].join(' ')));
}

/* Judged by all rules in the light, and by those on colours in the dark. */
async function axeCheck(page) {
    await page.addScriptTag({ path: axe });
    await page.evaluate(unfold);
    const light = await axeFaults(page, { runOnly: TAGS });
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await axeFaults(page, { runOnly: { type: 'rule', values: ['color-contrast'] } });
    await page.emulateMedia({ colorScheme: 'light' });
    return [...light, ...dark.map((what) => `dark: ${what}`)];
}

async function reflowCheck(page) {
    await page.setViewportSize({ width: 320, height: 256 });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    await page.setViewportSize({ width: 1280, height: 1024 });
    return width > 320 ? [`${width} px wide`] : [];
}

/* Folded again, so that what a person meets is walked; the first of many. */
async function keyboardCheck(page) {
    const MOST = 12;
    const wanted = await page.evaluate((most) => {
        document.querySelectorAll('details').forEach((part) => { part.open = false; });
        window.reached = [...document.querySelectorAll('a[href], summary, [tabindex="0"]')]
            .filter((one) => one.checkVisibility()).slice(0, most);
        return window.reached.length;
    }, MOST);
    const faults = [];
    for (let i = 0; i < wanted; i++) {
        await page.keyboard.press('Tab');
        faults.push(...await page.evaluate((k) => {
            const { activeElement: one } = document;
            const name = one.outerHTML.slice(0, 80);
            if (one !== window.reached[k]) {
                return [`${name} instead of ${window.reached[k].outerHTML.slice(0, 80)}`];
            }
            return getComputedStyle(one).outlineStyle === 'none' ? [`${name} is not seen`] : [];
        }, i));
    }
    return faults;
}

/* What drawings say by a line or a filled form is still told from the ground. */
async function forcedCheck(page) {
    await page.emulateMedia({ forcedColors: 'active' });
    const faults = await page.evaluate(() => {
        const ground = getComputedStyle(document.body).backgroundColor;
        const seen = (one) => {
            const { fill, stroke } = getComputedStyle(one);
            return [fill, stroke].some((colour) => colour !== 'none' && colour !== ground);
        };
        const told = document.querySelectorAll('svg :is(.area, .mark, .ink, .tile, .signed, .step, .scope, .median, .due)');
        return [...told].filter((one) => !seen(one)).map((one) => one.getAttribute('class'));
    });
    await page.emulateMedia({ forcedColors: 'none' });
    return [...new Set(faults)];
}

async function wordsCheck(page) {
    return page.evaluate(() => [...document.querySelectorAll('.map svg')].flatMap((svg) => {
        const drawn = [...svg.querySelectorAll('path, rect:not(.frame), circle')];
        const over = (word) => {
            const { x, y, width, height } = word.getBBox();
            return [0, 0.25, 0.5, 0.75, 1].some((share) => [y, y + height].some((down) => drawn.some((one) => {
                if (one.closest('defs') !== null) {
                    return false;
                }
                const point = new DOMPoint(x + share * width, down).matrixTransform(
                    word.getCTM()).matrixTransform(one.getCTM().inverse());
                return one.isPointInFill(point);
            })));
        };
        return [...svg.querySelectorAll('text')].filter(over).map((word) => word.textContent);
    }));
}

const CHECKS = { axe: axeCheck, reflow: reflowCheck, keyboard: keyboardCheck, forced: forcedCheck, words: wordsCheck };

async function judge(browser, path) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1024 }, colorScheme: 'light' });
    await page.goto(pathToFileURL(resolve(path)).href);
    for (const [check, judged] of Object.entries(CHECKS)) {
        for (const what of await judged(page)) {
            console.log(JSON.stringify({ page: path, check, what }));
        }
    }
    await page.close();
}

async function main() {
    const browser = await browsers.launch({ executablePath: chromium, args: ['--no-sandbox', '--disable-gpu'] });
    for (const path of pages) {
        await judge(browser, path);
    }
    await browser.close();
}

main();
