// A receiver of webhooks, and the algorithm with which Carbon's published verifiers check a delivery.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { until } from './process.mjs';

/** What is wrong with a delivery; nothing when both signatures hold. */
export function verify({ headers, body }, signingKey) {
  const key = Buffer.from(signingKey, 'hex');
  const plain = parts(headers['carbon-signature'], 'v1');
  const compact = parts(headers['carbon-signature-compact'], 'v2');
  if (!plain || !compact) return 'a signature header is missing or malformed';
  if (!same(plain.digest, digest(key, plain.time, body))) return 'Carbon-Signature does not hold';
  const reserialised = JSON.stringify(JSON.parse(body));
  if (!same(compact.digest, digest(key, compact.time, reserialised))) return 'Carbon-Signature-Compact does not hold';
  return undefined;
}

/** A header `t=…,v1=…`; some senders repeat its name in front. */
function parts(header, version) {
  const found = header?.replace(/^Carbon-Signature(-Compact)?:\s*/i, '').match(/^t=(\d+),(v\d)=([0-9a-f]+)$/);
  return found && found[2] === version ? { time: found[1], digest: found[3] } : undefined;
}

const digest = (key, time, text) => createHmac('sha256', key).update(`${time}.${text}`).digest('hex');
const same = (a, b) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** The body that carries an event, character for character: JSON as Python writes it, in a text in JSON. */
export const bodyOf = (event) => `{"payload": ${text(pythonJson(event))}}`;

function pythonJson(value) {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  const members = Object.entries(value).map(([name, member]) => `${text(name)}: ${pythonJson(member)}`);
  return `{${members.join(', ')}}`;
}

const text = (value) =>
  JSON.stringify(value).replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Keeps what is delivered; answers 200, or what it is told to. */
export class Receiver {
  #server;
  status = 200;
  deliveries = [];

  static async open() {
    const receiver = new Receiver();
    receiver.#server = createServer(async (request, response) => {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks).toString('utf8');
      receiver.deliveries.push({ method: request.method, headers: request.headers, body, at: Date.now() });
      response.writeHead(receiver.status).end();
    });
    await new Promise((done) => receiver.#server.listen(0, '127.0.0.1', done));
    receiver.url = `http://127.0.0.1:${receiver.#server.address().port}/hook`;
    return receiver;
  }

  /** The events of a customer so far, as receivers read them. */
  events(customer) {
    return this.deliveries
      .map(({ body }) => JSON.parse(JSON.parse(body).payload))
      .filter((event) => event.customer_id === customer);
  }

  /** Waits for an event of a type. */
  async event(customer, type, matching = () => true) {
    return until(`${type} of ${customer} is delivered`, 60, () =>
      this.events(customer).find((event) => event.webhook_type === type && matching(event)),
    );
  }

  /** Waits for exactly this event, whenever it happened: the body must be the one that carries it. */
  async exactly(customer, type, obj) {
    return until(`${type} of ${customer} is delivered as ${JSON.stringify(obj)}`, 60, () =>
      this.deliveries.find(({ body, headers }) => {
        const timestamp = headers['carbon-signature']?.match(/^t=(\d+),/)?.[1];
        return body === bodyOf({ webhook_type: type, obj, customer_id: customer, timestamp });
      }),
    );
  }

  close() {
    this.#server.closeAllConnections();
    return new Promise((done) => this.#server.close(done));
  }
}
