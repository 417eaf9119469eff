import assert from 'node:assert/strict';
import { cloudFlags, flagsFor, ownFlags } from '../../src/cloud/flags/table.ts';
import { allClouds, cloudNamed, isServed } from '../../src/cloud/table.ts';
import { sameAttachment } from '../../src/core/cloud-endpoint.ts';
import { suite } from '../harness/suite.ts';

suite('the flags of the clouds', (test) => {
  test('a name that several clouds declare is one flag: of one kind, use and meaning for regions and nodes', () => {
    for (const { name } of cloudFlags()) {
      const shapes = allClouds().flatMap(({ flags }) => {
        const flag = flags[name];
        return flag === undefined ? [] : [[flag.kind, flag.use, flag.regions, flag.nodes]];
      });
      for (const shape of shapes) assert.deepEqual(shape, shapes[0], name);
    }
  });

  test('a cloud is handed its own flags and the tags, and nothing of another cloud', () => {
    const given = { 'subnet-id': ['a'], region: 'us-east-1', subnet: '/b', tag: ['k=v'], id: '/c', ip: '10.0.0.1' };
    assert.deepEqual(flagsFor(cloudNamed('AWS'), given), { 'subnet-id': ['a'], region: 'us-east-1', tag: ['k=v'] });
    assert.deepEqual(flagsFor(cloudNamed('AZURE'), given), { subnet: '/b', tag: ['k=v'] });
    assert.deepEqual(ownFlags(cloudNamed('AZURE'), given), ['subnet']);
    assert.deepEqual(ownFlags(cloudNamed('AWS'), { 'subnet-id': [], tag: ['k=v'] }), []);
  });

  test('an id has the form of at most one cloud', () => {
    const ids = ['vpce-0123456789abcdef0', '/subscriptions/a', 'pe-1', ''];
    const recognised = ids.map((id) => allClouds().flatMap((facts) => (facts.isOwnId(id) ? [facts.kind] : [])));
    assert.deepEqual(recognised, [['AWS'], ['AZURE'], [], []]);
  });

  test('only what has an implementation is served', () => {
    assert.deepEqual(['AWS', 'AZURE', 'GCP', 'TENANT', '', 'toString', undefined].map(isServed), [
      true,
      true,
      ...Array.from({ length: 5 }, () => false),
    ]);
  });
});

suite('attachments', (test) => {
  test('are the same when all of them is, in whatever form their cloud has', () => {
    const rule = { name: 'rule-0', ipAddress: '10.0.0.2' };
    const group = { cloud: 'GCP', projectId: 'shop', endpoints: [rule] };
    const inCapitals = { ...group, endpoints: [{ ...rule, name: 'RULE-0' }] };
    assert.equal(sameAttachment(group, inCapitals), true);
    for (const other of [
      { ...group, cloud: 'AWS' },
      { ...group, endpoints: [{ ...rule, ipAddress: '10.0.0.3' }] },
      { ...group, endpoints: [rule, rule] },
      { cloud: 'GCP', projectId: 'shop' },
    ]) {
      assert.equal(sameAttachment(group, other), false);
    }
  });
});
