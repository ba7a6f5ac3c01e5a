// Runs Ace over many books in one browser. Arguments: the folder of the package ace-cli, then the books.
// Prints a line for each finding, and one for each book, as the Java programs do.
'use strict';

const fs = require('fs');
const { createRequire } = require('module');
const os = require('os');
const path = require('path');

const [folder, ...books] = process.argv.slice(2);
const load = createRequire(path.join(folder, 'package.json'));
const ace = load('@daisy/ace-core');
const runner = load('@daisy/ace-axe-runner-puppeteer');
const AT_ONCE = 2;
const BRIEF = { cwd: process.cwd(), silent: true, initLogger: true, fileName: 'handoutpress-ace.log' };

const say = (...words) => process.stdout.write(`${words.join('\t')}\n`);

// Ace opens a browser for each book, and closes it: this one is kept for all of them.
const shared = { ...runner, launch: async () => {}, close: async () => {} };

async function check(book, out) {
  try {
    const [, report] = await ace(book, { ...BRIEF, outdir: out }, shared);
    let faults = 0;
    for (const document of report.assertions) {
      const place = document['earl:testSubject'].url;
      for (const assertion of document.assertions) {
        faults += 1;
        say('FINDING', book, `${assertion['earl:test']['dct:title']} in ${place}`);
      }
    }
    say(faults ? 'FAIL' : 'PASS', book);
  } catch (fault) {
    // Neither a pass nor a finding: the book was not looked at.
    process.stderr.write(`Ace made no report of ${book}: ${fault && fault.message || fault}\n`);
  }
}

async function main() {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'handoutpress-ace-'));
  await runner.launch();
  try {
    const waiting = books.map((book, number) => [book, path.join(scratch, String(number))]);
    const worker = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await check(...next);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  } finally {
    await runner.close();
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

main().then(() => process.exit(0), (fault) => {
  process.stderr.write(`${fault && fault.stack || fault}\n`);
  process.exit(1);
});
