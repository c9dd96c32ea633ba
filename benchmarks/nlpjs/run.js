// nlp.js as a contender: one job as JSON on stdin, its result as one JSON object on stdout (see ../contenders.py).
//
//   {"do": "train", "folder", "rows": [[text, intent, voice]]}   -> {"seconds"}
//   {"do": "read", "folder", "texts", "passes"}                  -> {"rows": [{"ranking", "act"}], "seconds": [...]}
//   {"do": "feel", "texts", "passes"}                            -> {"rows": [{"score", "vote"}], "seconds": [...]}
//
// Everything is set as nlp.js comes: threshold 0.5, its own "None", sentiment by the word list of its Dutch package.
const fs = require('node:fs');
const path = require('node:path');
const { Nlp, containerBootstrap } = require('@nlpjs/basic');
const { LangNl } = require('@nlpjs/lang-nl');
const { SentimentAnalyzer } = require('@nlpjs/sentiment');

const RANKED = 10;
const WARMING = 20;
const TOLD_EVERY = 10_000; // milliseconds between two lines of progress
const fileIn = (folder) => path.join(folder, 'nlpjs.json');
const now = () => Number(process.hrtime.bigint()) / 1e9;

function dutch() {
  const container = containerBootstrap();
  container.use(LangNl);
  return container;
}

function untrained(log = false) {
  const nlp = new Nlp({ container: dutch(), autoSave: false, autoLoad: false, nlu: { log } });
  nlp.addLanguage('nl');
  return nlp;
}

async function train({ folder, rows }) {
  let told = Date.now();
  const log = (status) => {
    if (Date.now() - told < TOLD_EVERY) return;
    told = Date.now();
    process.stderr.write(`.. nlp.js: round ${status.iterations}, error ${status.error.toExponential(1)}\n`);
  };
  const nlp = untrained(log);
  const begin = now();
  for (const [text, intent] of rows) nlp.addDocument('nl', text, intent);
  await nlp.train();
  const seconds = now() - begin;
  fs.writeFileSync(fileIn(folder), nlp.export());
  return { seconds };
}

async function timed(texts, passes, look) {
  for (const text of texts.slice(0, WARMING)) await look(text);
  const rows = [];
  const seconds = [];
  for (let pass = 0; pass < passes; pass += 1) {
    for (const text of texts) {
      const begin = now();
      const row = await look(text);
      seconds.push(now() - begin);
      if (pass === 0) rows.push(row);
    }
  }
  return { rows, seconds };
}

async function read({ folder, texts, passes }) {
  const nlp = untrained();
  nlp.import(fs.readFileSync(fileIn(folder), 'utf8'));
  const found = await timed(texts, passes, (text) => nlp.process('nl', text));
  const rows = found.rows.map((row) => ({
    ranking: row.classifications
      .filter(({ intent }) => intent !== 'None')
      .slice(0, RANKED)
      .map(({ intent, score }) => [intent, score]),
    act: row.intent === 'None' ? 'fallback' : 'answer',
  }));
  return { rows, seconds: found.seconds };
}

async function feel({ texts, passes }) {
  const analyser = new SentimentAnalyzer({ container: dutch() });
  const look = (text) => analyser.process({ locale: 'nl', text });
  const found = await timed(texts, passes, look);
  const rows = found.rows.map(({ sentiment }) => ({ score: sentiment.score, vote: sentiment.vote }));
  return { rows, seconds: found.seconds };
}

async function main() {
  const job = JSON.parse(fs.readFileSync(0, 'utf8'));
  const result = await { train, read, feel }[job.do](job);
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

main();
