import assert from 'node:assert/strict';
import type { DeclareTest } from '../../harness/suite.ts';
import { type Api, made, names, refused, secretPath, widget, widgetPath } from '../api.ts';

/** Lists: pages, selectors, what is in them. */
export function lists(test: DeclareTest, { admin, namespace, compact }: Api): void {
  const withWidgets = async (labels: Readonly<Record<string, Record<string, string>>>): Promise<string> => {
    const ns = await namespace();
    for (const [name, own] of Object.entries(labels)) await admin.call('POST', widgetPath(ns), widget(name, own));
    return ns;
  };

  test('they are in the order of the names, with a resourceVersion to go on from', async () => {
    const ns = await withWidgets({ c: {}, a: {}, b: {} });
    const list = made(await admin.call('GET', widgetPath(ns)));
    assert.deepEqual([list.kind, list.apiVersion], ['WidgetList', 'contract.example.com/v1']);
    assert.deepEqual(
      list.items?.map(({ kind, apiVersion, metadata }) => [kind, apiVersion, metadata.name]),
      ['a', 'b', 'c'].map((name) => ['Widget', 'contract.example.com/v1', name]),
    );
    assert.match(String(list.metadata.resourceVersion), /^\d+$/);
    assert.deepEqual([list.metadata.continue, list.metadata.remainingItemCount], ['', undefined]);
  });

  test('items of a built-in kind do not say what they are', async () => {
    const ns = await namespace();
    await admin.call('POST', secretPath(ns), { metadata: { name: 's' } });
    const list = made(await admin.call('GET', secretPath(ns)));
    assert.deepEqual([list.kind, list.metadata.continue], ['SecretList', undefined]);
    assert.deepEqual(
      list.items?.map((item) => Object.keys(item).sort()),
      [['metadata', 'type']],
    );
  });

  test('pages show the objects as they were at the first one', async () => {
    const ns = await withWidgets({ a: {}, b: {}, c: {}, d: {}, e: {} });
    const first = made(await admin.call('GET', `${widgetPath(ns)}?limit=2`));
    assert.deepEqual(
      first.items?.map(({ metadata }) => metadata.name),
      ['a', 'b'],
    );
    assert.equal(first.metadata.remainingItemCount, 3);
    await admin.call('DELETE', widgetPath(ns, 'd'));
    await admin.call('POST', widgetPath(ns), widget('bb'));
    const next = `${widgetPath(ns)}?limit=2&continue=${encodeURIComponent(first.metadata.continue ?? '')}`;
    const second = made(await admin.call('GET', next));
    assert.deepEqual(
      second.items?.map(({ metadata }) => metadata.name),
      ['c', 'd'],
    );
    assert.equal(second.metadata.resourceVersion, first.metadata.resourceVersion);
    assert.equal(second.metadata.remainingItemCount, 1);
    const last = next.replace(/continue=.*/, `continue=${encodeURIComponent(second.metadata.continue ?? '')}`);
    const third = made(await admin.call('GET', last));
    assert.deepEqual(
      [third.items?.map(({ metadata }) => metadata.name), third.metadata.continue, third.metadata.remainingItemCount],
      [['e'], '', undefined],
    );
  });

  test('how many are left is not said where a selector leaves some out', async () => {
    const ns = await withWidgets({ a: { tier: 'gold' }, b: {}, c: { tier: 'gold' } });
    const { metadata } = made(await admin.call('GET', `${widgetPath(ns)}?limit=1&labelSelector=tier`));
    assert.deepEqual([metadata.continue !== '', metadata.remainingItemCount], [true, undefined]);
  });

  test('a page that is compacted away: 410 Expired, with a token for the rest as it is now', async () => {
    const ns = await withWidgets({ a: {}, b: {}, c: {} });
    const { metadata } = made(await admin.call('GET', `${widgetPath(ns)}?limit=1`));
    const token = JSON.parse(Buffer.from(metadata.continue ?? '', 'base64url').toString()) as Record<string, unknown>;
    // The oldest version there is: a cluster that was just started still remembers the one that the token has.
    const old = Buffer.from(JSON.stringify({ ...token, rv: 1 })).toString('base64url');
    await admin.call('DELETE', widgetPath(ns, 'b'));
    await compact();
    const { status, body } = await admin.call('GET', `${widgetPath(ns)}?limit=1&continue=${old}`);
    const { metadata: expired, ...rest } = body as { readonly metadata: { readonly continue: string } };
    assert.deepEqual(
      [status, rest],
      [
        410,
        {
          kind: 'Status',
          apiVersion: 'v1',
          status: 'Failure',
          message:
            'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
          reason: 'Expired',
          code: 410,
        },
      ],
    );
    assert.deepEqual(names(await admin.call('GET', `${widgetPath(ns)}?continue=${expired.continue}`)), ['c']);
  });

  test('a token that is none: 400', async () => {
    const ns = await namespace();
    const { status, body } = await admin.call('GET', `${widgetPath(ns)}?limit=1&continue=nonsense`);
    const { reason, message } = body as Record<string, string>;
    assert.deepEqual([status, reason], [400, 'BadRequest']);
    assert.match(String(message), /^invalid continue token: continue key is not valid: /);
  });

  test('label selectors, in equality and set form', async () => {
    const ns = await withWidgets({ a: { tier: 'gold' }, b: { tier: 'tin', 'x.io/y': '' }, c: {} });
    const expected = {
      'tier=gold': 'a',
      'tier==gold': 'a',
      'tier!=gold': 'bc',
      'tier in (tin,lead)': 'b',
      'tier notin (tin)': 'ac',
      'tier notin (tin),tier': 'a',
      '!tier': 'c',
      tier: 'ab',
      'x.io/y=': 'b',
      'x.io/y,tier=tin': 'b',
      'tier=gold,tier=tin': '',
    };
    for (const [selector, found] of Object.entries(expected)) {
      const query = `?labelSelector=${encodeURIComponent(selector)}`;
      assert.equal(names(await admin.call('GET', widgetPath(ns) + query)).join(''), found, selector);
    }
  });

  test('field selectors know the name and the namespace', async () => {
    const ns = await withWidgets({ a: {}, b: {} });
    const expected = {
      'metadata.name=a': 'a',
      'metadata.name==b': 'b',
      'metadata.name!=a': 'b',
      [`metadata.name=a,metadata.namespace=${ns}`]: 'a',
      'metadata.namespace=other': '',
    };
    for (const [selector, found] of Object.entries(expected)) {
      const query = `?fieldSelector=${encodeURIComponent(selector)}`;
      assert.equal(names(await admin.call('GET', widgetPath(ns) + query)).join(''), found, selector);
    }
  });

  test('selectors that cannot be read are refused, for lists and for watches, also of nothing', async () => {
    const ns = await namespace();
    for (const watch of ['', '&watch=true&timeoutSeconds=1']) {
      for (const path of [widgetPath(ns), secretPath(ns)]) {
        refused(await admin.call('GET', `${path}?fieldSelector=spec.size%3D1${watch}`), {
          code: 400,
          reason: 'BadRequest',
          message: 'field label not supported: spec.size',
        });
      }
      const labels = await admin.call('GET', `${widgetPath(ns)}?labelSelector=a%3Db%3Dc${watch}`);
      assert.deepEqual([labels.status, (labels.body as { reason: string }).reason], [400, 'BadRequest']);
    }
  });
}
