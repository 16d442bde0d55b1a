// The routes that are not served (group C), and those that no description had (group D).

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { Refusal } from './contract/answers.mjs';
import { routes } from './contract/routes.mjs';
import { hold } from './lib/check.mjs';
import { shows } from './lib/choices.mjs';
import { API_KEY } from './lib/world.mjs';

export default function routesSuite(setting) {
  describe('routes', () => {
    let world;
    before(() => {
      world = setting.world;
    });
    const ask = ({ method, path, by }, credentials) =>
      world.request(method, path.replace(/\{\w+\}/, '1'), {
        headers: credentials ?? (by === 'organization' ? { authorization: `Bearer ${API_KEY}` } : world.asCustomer('somebody')),
        body: method === 'POST' ? {} : undefined,
      });

    for (const route of routes.filter(({ state }) => state === 'not served')) {
      test(`${route.method} ${route.path} is refused with a sentence that names what is served`, async () => {
        const answer = await ask(route);
        assert.equal(answer.status, 501);
        hold(Refusal, answer.json(), `${route.method} ${route.path}`);
        assert.match(answer.json().detail, route.by === 'organization' ? /server/ : /SALESFORCE|Salesforce/);
        assert.equal((await ask(route, {})).status, 401, 'without a credential');
        shows('not served');
      });
    }

    test('GET /health needs no credential', async () => {
      assert.equal((await ask({ method: 'GET', path: '/health' }, {})).status, 200);
    });

    test('GET /integrations/salesforce is a page for the end user, whatever comes', async () => {
      for (const query of ['', '?code=x', '?state=nobody&code=x', '?error=access_denied&state=nobody']) {
        const answer = await ask({ method: 'GET', path: `/integrations/salesforce${query}` }, {});
        assert.equal(answer.status, 400);
        assert.match(answer.headers.get('content-type'), /^text\/html/);
        assert.match(answer.text, /not connected/);
      }
    });

    test('what nobody knows is 404', async () => {
      const answer = await ask({ method: 'POST', path: '/integrations/oracle' });
      assert.equal(answer.status, 404);
      hold(Refusal, answer.json(), 'an unknown route');
    });
  });
}
