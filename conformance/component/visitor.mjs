// A person in front of the component, in headless Chromium: what they can click, and what they then see.

import { accessSync, constants, mkdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import { until } from '../lib/process.mjs';

const FLAGS = ['--no-sandbox', '--disable-quic', '--disable-background-networking'];
/** How long a slow machine may take for what a person waits for. */
const PATIENCE = 120_000;
const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Chromium, and a folder that is emptied for the pictures of this run. */
export async function openBrowser(pictures) {
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
  return chromium.launch({ executablePath: executable(), args: FLAGS, timeout: PATIENCE });
}

function executable() {
  const places = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const found = places.find((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (!found) throw new Error(`no Chromium is on the PATH (${NAMES.join(', ')}): install Debian's package chromium`);
  return found;
}

export class Visitor {
  #pictures;
  #number = 0;
  /** Calls of the API that this page made: `{path, status, authorization}`. */
  calls = [];
  /** What went wrong in the page itself. */
  faults = [];

  static async arrive(browser, { name, address, pictures }) {
    const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, timezoneId: 'UTC', locale: 'en-US' });
    context.setDefaultTimeout(PATIENCE);
    // The component's style sheet asks for a font elsewhere.
    await context.route(
      ({ hostname }) => !['localhost', '127.0.0.1'].includes(hostname),
      (route) => route.fulfill({ body: '' }),
    );
    const visitor = new Visitor();
    visitor.#pictures = join(pictures, name);
    visitor.page = await context.newPage();
    visitor.#listen();
    await visitor.page.goto(address);
    return visitor;
  }

  #listen() {
    this.page.on('response', (answer) => {
      const request = answer.request();
      const { authorization } = request.headers();
      if (!authorization) return;
      this.calls.push({ path: new URL(answer.url()).pathname, status: answer.status(), authorization });
    });
    this.page.on('pageerror', (error) => this.faults.push(String(error)));
    this.page.on('console', (message) => message.type() === 'error' && this.faults.push(message.text()));
  }

  /** A picture of what the person sees now, in the page or in a window that it opened. */
  async picture(what, window = this.page) {
    this.#number += 1;
    await window.screenshot({
      path: `${this.#pictures}-${String(this.#number).padStart(2, '0')}-${what.replaceAll(' ', '-')}.png`,
    });
  }

  leave() {
    return this.page.context().close();
  }

  /** Waits for the page of Salesforce: `remove_branding` skips the introduction, which speaks of Carbon. */
  async begin() {
    await this.page.getByRole('heading', { name: 'Salesforce' }).waitFor();
  }

  button(name) {
    return this.page.getByRole('button', { name });
  }

  async see(text) {
    await this.page.getByText(text).first().waitFor();
  }

  /** Connects an org, whose name is asked for first; answers the text of the last page of the window. */
  async connect(domain) {
    await this.button('Connect Account').click();
    return this.nameOrg(domain);
  }

  /** Names the org and decides in the window of Salesforce; answers the text of the last page there. */
  async nameOrg(domain, decision = 'Log in and allow') {
    await this.fillDomain(domain);
    const window = await this.windowAfter(() => this.button('Submit').click());
    await this.picture('salesforce window', await loaded(window, decision));
    await Promise.all([window.waitForURL(/integrations\/salesforce/), window.getByRole('button', { name: decision }).click()]);
    await this.picture('last page of the window', window);
    const text = await window.innerText('body');
    await window.close();
    return text;
  }

  fillDomain(domain) {
    return this.page.getByPlaceholder('domain.my.salesforce.com').fill(domain);
  }

  /** The window that opens after a click. */
  async windowAfter(click) {
    const [window] = await Promise.all([this.page.context().waitForEvent('page'), click()]);
    return window;
  }

  /** Rows of the list of files or of items, as `{name, text}`. */
  rows() {
    return this.page.locator('#scrollableTarget tbody tr, #scrollableTarget li');
  }

  row(name) {
    return this.rows().filter({ hasText: name });
  }

  /** Waits until there are so many rows that say something. */
  async rowCount(expected) {
    await this.page.waitForFunction((count) => {
      const rows = [...document.querySelectorAll('#scrollableTarget tbody tr, #scrollableTarget li')];
      return rows.length === count && rows.every((row) => row.querySelector('[role=checkbox]'));
    }, expected);
  }

  /**
   * Waits until every file says "Ready". The component stops asking how files stand after the first change that it saw, so a person
   * presses the button beside the search, which reads the list again.
   */
  async allReady() {
    await until('every file says Ready', 60, async () => {
      const states = await this.page.locator('#scrollableTarget tbody tr td:nth-child(2)').allInnerTexts();
      if (states.length > 0 && states.every((state) => state === 'Ready')) return true;
      const read = this.page.waitForResponse((answer) => answer.url().endsWith('/user_files_v2') && answer.ok());
      await this.#withIcon().last().click();
      await read;
      return false;
    });
  }

  /** Buttons of which the component gives only an icon. */
  #withIcon() {
    return this.page
      .getByRole('button')
      .filter({ has: this.page.locator('img[alt="User Plus"]') })
      .filter({ visible: true });
  }

  /** Scrolls down until so many rows are there. */
  async scrollToEnd(expected) {
    await this.page.waitForFunction((count) => {
      const list = document.getElementById('scrollableTarget');
      list.scrollTop = list.scrollHeight;
      return list.querySelectorAll('tbody tr, li').length === count;
    }, expected);
  }

  async select(name) {
    await this.row(name).getByRole('checkbox').first().click();
  }

  async search(text) {
    await this.page.getByPlaceholder('Search').fill(text);
  }

  /** Opens the settings of the account and chooses there. */
  async choose(entry) {
    await this.openSettings();
    await this.menu(entry).click();
  }

  async openSettings() {
    await this.#withIcon().first().click();
  }

  menu(entry) {
    return this.page.getByRole('menuitem', { name: entry });
  }

  /** The events of the component with an action, as the integrator's page was told. */
  async told(action) {
    await this.page.waitForFunction((wanted) => window.told.some((event) => event.action === wanted), action);
    return this.page.evaluate((wanted) => window.told.filter((event) => event.action === wanted), action);
  }

  tokensFetched() {
    return this.page.evaluate(() => window.tokensFetched);
  }

  async reload() {
    await this.page.reload();
  }

  callsOf(path) {
    return this.calls.filter((call) => call.path === path);
  }
}

/** The window once it shows a button. */
async function loaded(window, button) {
  await window.getByRole('button', { name: button }).waitFor();
  return window;
}
