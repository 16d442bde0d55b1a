// A simulated org, a server that reaches Salesforce only there, and the clients that speak to it.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Program, freePort, until } from './process.mjs';
import { corpus } from './corpus.mjs';
import { approve } from './end-user.mjs';
import { Carbon } from './sdk.mjs';

export const DOMAIN = 'acme.my.salesforce.com';
export const API_KEY = 'conformance-key-of-the-first-organization';

const SERVER_FLAGS = ['--add-modules', 'jdk.incubator.vector', '--enable-native-access=ALL-UNNAMED', '-Xmx1g'];
const APP = { id: '3MVG9simulator', secret: 'simulator-secret' };

/** The states of files that something still happens to, and whether it does to a run. */
const UNDERWAY = ['QUEUED_FOR_SYNC', 'EVALUATING_RESYNC', 'SYNCING'];
const isAtWork = ({ status }) => status === 'QUEUED' || status === 'RUNNING';

export class World {
  #programs = [];
  #folder;

  /** Starts both programs from their jars, `{java, server, simulator}`; `folder` holds their data, and their logs until the next start. */
  static async start(jars, folder) {
    const world = new World();
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    world.#folder = folder;
    try {
      await world.#startSalesforce(jars);
      await world.#startServer(jars);
      return world;
    } catch (failure) {
      await world.stop();
      throw failure;
    }
  }

  async #startSalesforce({ java, simulator }) {
    this.port = await freePort();
    this.url = `http://localhost:${this.port}`;
    const file = join(this.#folder, 'corpus.jsonl');
    writeFileSync(file, corpus());
    const words = [
      '-Xmx256m',
      '-jar',
      simulator,
      '--port',
      '0',
      '--redirect-uri',
      `${this.url}/integrations/salesforce`,
      '--corpus',
      file,
    ];
    const program = new Program(java, words, { log: join(this.#folder, 'salesforce.log') });
    this.#programs.push(program);
    this.salesforce = await program.until(
      'the simulator is ready',
      60,
      () => program.output().match(/Salesforce simulator ready at (\S+)\n/)?.[1],
    );
  }

  async #startServer({ java, server }) {
    const program = new Program(java, [...SERVER_FLAGS, '-jar', server, 'serve'], {
      log: join(this.#folder, 'server.log'),
      environment: {
        ALLOTROPE_PORT: String(this.port),
        ALLOTROPE_MANAGEMENT_PORT: String(await freePort()),
        ALLOTROPE_DATA_DIR: join(this.#folder, 'data'),
        ALLOTROPE_PUBLIC_URL: this.url,
        ALLOTROPE_BOOTSTRAP_API_KEY: API_KEY,
        ALLOTROPE_SALESFORCE_CLIENT_ID: APP.id,
        ALLOTROPE_SALESFORCE_CLIENT_SECRET: APP.secret,
        ALLOTROPE_SALESFORCE_ENDPOINT: this.salesforce,
        ALLOTROPE_WEBHOOK_ALLOW_PRIVATE_NETWORKS: 'true',
      },
    });
    this.#programs.push(program);
    await program.until('the server is healthy', 180, () =>
      fetch(`${this.url}/health`).then(
        (answer) => answer.status === 200,
        () => false,
      ),
    );
  }

  /** Stops both; the logs stay. */
  async stop() {
    for (const program of this.#programs.reverse()) await program.stop();
    rmSync(join(this.#folder, 'data'), { recursive: true, force: true });
  }

  /** The SDK as an integrator's back end uses it for a customer; without one, for the organization. */
  sdk(customerId, more = {}) {
    return new Carbon({ apiKey: API_KEY, basePath: this.url, ...(customerId && { customerId }), ...more });
  }

  /** The SDK with an access token of the customer, as a front end uses it. */
  async sdkByToken(customerId) {
    return new Carbon({ accessToken: await this.token(customerId), basePath: this.url });
  }

  async token(customerId) {
    const { data } = await this.sdk(customerId).auth.getAccessToken();
    return data.access_token;
  }

  /** Any request, as a client without a library sends it; `body` is sent as JSON. */
  async request(method, path, { headers = {}, body } = {}) {
    const answer = await fetch(this.url + path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      redirect: 'manual',
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, json: () => JSON.parse(text) };
  }

  /** Headers of a customer by API key. */
  asCustomer(customerId) {
    return { authorization: `Bearer ${API_KEY}`, 'customer-id': customerId };
  }

  /** Asks the simulator's control API. */
  async control(method, path, body) {
    const answer = await fetch(`${this.salesforce}/sim${path}`, { method, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} /sim${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  /** Connects the org for a customer as an end user does in a browser; answers the new data source. */
  async connect(customerId, options = {}) {
    const sdk = this.sdk(customerId);
    const known = new Set((await this.sources(sdk)).map((source) => source.id));
    await this.authorize(customerId, options);
    const source = (await this.sources(sdk)).find((one) => !known.has(one.id));
    if (!source) throw new Error('no new data source appeared');
    return source;
  }

  /** Goes through the log-in and the approval, whatever comes of it. */
  async authorize(customerId, options = {}) {
    const asked = { service: 'SALESFORCE', salesforce_domain: DOMAIN, connecting_new_account: true, ...options };
    const { data } = await this.sdk(customerId).integrations.getOauthUrl(asked);
    const page = await approve(data.oauth_url);
    if (page.status !== 200) throw new Error(`could not connect: ${page.status} ${page.text}`);
  }

  /** Connects, and waits until every article is searchable. */
  async connected(customerId, options) {
    const source = await this.connect(customerId, options);
    return this.synced(customerId, source.id);
  }

  /** Waits until the listing is complete, no run has still to come and no file waits or is in work; answers the data source. */
  async synced(customerId, id) {
    const sdk = this.sdk(customerId);
    return until(`data source ${id} is synced`, 120, async () => {
      const source = (await this.sources(sdk, { ids: [id] }))[0];
      if (source.sync_status === 'SYNC_ERROR') throw new Error(`the sync failed: ${JSON.stringify(source.data_source_metadata)}`);
      if (source.sync_status !== 'READY' || (await this.#runs(customerId, id)).some(isAtWork)) return undefined;
      const filters = { sync_statuses: UNDERWAY, organization_user_data_source_id: [id] };
      const { data } = await sdk.files.queryUserFiles({ filters, pagination: { limit: 1 } });
      return data.count === 0 ? source : undefined;
    });
  }

  async #runs(customerId, id) {
    const answer = await this.request('GET', `/data_sources/${id}/sync_runs`, { headers: this.asCustomer(customerId) });
    if (answer.status !== 200) throw new Error(`the runs of ${id}: ${answer.status} ${answer.text}`);
    return answer.json().results;
  }

  async sources(sdk, filters = {}) {
    const { data } = await sdk.dataSources.queryUserDataSources({ filters, pagination: { limit: 100 } });
    return data.results;
  }

  async files(sdk, filters = {}, more = {}) {
    const { data } = await sdk.files.queryUserFiles({ filters, pagination: { limit: 250 }, ...more });
    return data.results;
  }
}
