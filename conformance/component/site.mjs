// The integrator's web site: the page with the component, and the back end that fetches access tokens with the API key.

import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Acme</title></head>
<body><div id="root"></div><script src="/app.js"></script></body></html>`;

export class Site {
  #server;

  /** Bundles the page and serves it on a port of its own, so that the browser's calls of the API are cross-origin. */
  static async open(world) {
    const site = new Site();
    const script = await bundle();
    const answers = {
      '/': () => ['text/html', PAGE],
      '/app.js': () => ['text/javascript', script],
      '/token': async (query) => ['application/json', JSON.stringify({ access_token: await world.token(query.get('customer')) })],
    };
    site.#server = createServer(async (request, response) => {
      const url = new URL(request.url, 'http://localhost');
      const answer = answers[url.pathname];
      const [type, body] = answer ? await answer(url.searchParams) : ['text/plain', ''];
      response.writeHead(answer ? 200 : 404, { 'content-type': `${type}; charset=utf-8` }).end(body);
    });
    await new Promise((done) => site.#server.listen(0, '127.0.0.1', done));
    site.url = `http://127.0.0.1:${site.#server.address().port}`;
    site.api = world.url;
    return site;
  }

  address(customer, wishes = {}) {
    return `${this.url}/?${new URLSearchParams({ customer, api: this.api, ...wishes })}`;
  }

  close() {
    this.#server.closeAllConnections();
    return new Promise((done) => this.#server.close(done));
  }
}

async function bundle() {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('app.jsx', import.meta.url))],
    bundle: true,
    write: false,
    minify: true,
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  return outputFiles[0].text;
}
