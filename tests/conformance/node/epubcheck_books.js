// Runs epubcheck-ts over many books in one process. Arguments: the folder of its package, then the
// books. Prints a line for each finding, and one for each book, as the Java programs do.
'use strict';

const { readFileSync } = require('fs');

const [folder, ...books] = process.argv.slice(2);
const { EpubCheck } = require(folder);

const say = (...words) => process.stdout.write(`${words.join('\t')}\n`);

async function check(book) {
  const { messages } = await EpubCheck.validate(readFileSync(book), { includeUsage: true });
  const found = messages.filter((message) => message.severity !== 'info');
  for (const { id, severity, message, location } of found) {
    say('FINDING', book, `${severity.toUpperCase()}(${id}) ${location ? location.path : ''}: ${message}`);
  }
  say(found.some((message) => message.severity !== 'usage') ? 'FAIL' : 'PASS', book);
}

(async () => {
  for (const book of books) await check(book);
})().catch((fault) => {
  process.stderr.write(`${fault && fault.stack || fault}\n`);
  process.exit(1);
});
