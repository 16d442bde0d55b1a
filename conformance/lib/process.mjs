// Programs that are started here, write into a log and end with this process.

import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

export class Program {
  #child;
  #log;

  /** Starts a command with this environment, but for the names that configure Allotrope: only the given ones are set. */
  constructor(command, words, { environment = {}, log }) {
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('ALLOTROPE_'));
    const out = openSync(log, 'a');
    this.#log = log;
    this.#child = spawn(command, words, {
      env: { ...Object.fromEntries(inherited), ...environment },
      stdio: ['ignore', out, out],
    });
    closeSync(out);
    this.ended = new Promise((done) => {
      this.#child.once('error', done);
      this.#child.once('exit', done);
    }).finally(() => running.delete(this.#child));
    running.add(this.#child);
  }

  get alive() {
    return running.has(this.#child);
  }

  output() {
    return readFileSync(this.#log, 'utf8');
  }

  /** Asks it to end and waits until it has; kills it when it does not. */
  async stop() {
    this.#child.kill('SIGTERM');
    const patience = setTimeout(() => this.#child.kill('SIGKILL'), 45_000);
    await this.ended;
    clearTimeout(patience);
  }

  /** Asks until there is an answer; fails with its last words when it ends before. */
  async until(what, seconds, asked) {
    return until(what, seconds, async () => {
      const answer = await asked();
      if (!answer && !this.alive)
        throw new Error(`${what}: the program ended.\n${this.output().split('\n').slice(-20).join('\n')}`);
      return answer;
    });
  }
}

/** Asks again and again until there is an answer; what was waited for is in the message when none comes in time. */
export async function until(what, seconds, asked) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await asked();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`waited ${seconds} s in vain: ${what}`);
    await pause(100);
  }
}

/**
 * A port that nobody listens on, for programs that must be told theirs before they start: below those that systems hand out by
 * themselves, so that nobody who takes any is given this one meanwhile.
 */
export async function freePort() {
  for (let tried = 0; tried < 1000; tried++) {
    const port = randomInt(20_000, 30_000);
    if (!given.has(port) && (await isFree(port))) {
      given.add(port);
      return port;
    }
  }
  throw new Error('no port between 20000 and 30000 is free');
}

const given = new Set();

function isFree(port) {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen(port, () => server.close(() => done(true)));
  });
}
