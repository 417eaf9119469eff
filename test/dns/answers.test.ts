import assert from 'node:assert/strict';
import { askFor } from '../../src/dns/answers.ts';
import { startDns } from '../fakes/dns/server.ts';
import { suite } from '../harness/suite.ts';

suite('DNS', (test) => {
  test('the strings of a fleet are all looked up, but few of them at the same time', async () => {
    let underWay = 0;
    let most = 0;
    const dns = await startDns(async (name, type) => {
      if (type !== 'SRV') return { records: [] };
      underWay += 1;
      most = Math.max(most, underWay);
      // Each answer waits until all that were asked at once have come in.
      for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      return { records: [{ type, port: 1024, target: `one.${name}` }] };
    });
    try {
      const strings = Array.from({ length: 200 }, (_, at) => ({
        key: `s${at}`,
        host: `orders-${at}.example.net`,
        srv: true,
      }));
      const answers = await askFor(strings, [dns.address]);
      assert.equal(answers.filter(({ srv }) => srv !== undefined && 'records' in srv).length, 200);
      assert.ok(most > 1 && most <= 32, `${most} at the same time`);
    } finally {
      await dns.close();
    }
  });
});
