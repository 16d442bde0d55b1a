// The published component carbon-connect in Chromium, as an end user sees it. The short form is what every integrator meets; the
// rest is run with --slow.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { accountStories } from './component/accounts.mjs';
import { fileStories } from './component/files.mjs';
import { pickerStories } from './component/picker.mjs';
import { Site } from './component/site.mjs';
import { Visitor, openBrowser } from './component/visitor.mjs';

export default function componentSuite(setting) {
  describe('component', () => {
    const pictures = join(setting.target, 'pictures');
    const stage = { setting };
    before(async () => {
      stage.world = setting.world;
      stage.site = await Site.open(setting.world);
      stage.browser = await openBrowser(pictures);
    });
    after(async () => {
      await stage.browser?.close();
      await stage.site?.close();
    });

    /** A test with a person of their own, who looks once more at the end; the page itself must not have failed. */
    const story = (title, person, run, { slow = true, wishes = {}, expected = [] } = {}) => {
      test(title, { skip: slow && !setting.slow && 'only with --slow' }, async () => {
        const address = stage.site.address(person, wishes);
        const visitor = await Visitor.arrive(stage.browser, { name: person, address, pictures });
        try {
          await run(visitor, person);
        } finally {
          await visitor.picture('end');
          await visitor.leave();
        }
        assert.deepEqual(
          visitor.faults.filter((fault) => !expected.some((pattern) => pattern.test(fault))),
          [],
        );
      });
    };

    accountStories(stage, story);
    fileStories(stage, story);
    pickerStories(stage, story);
  });
}
