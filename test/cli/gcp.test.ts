import assert from 'node:assert/strict';
import { shortId } from '../../src/cloud/short-service.ts';
import { connectByHand } from '../fakes/compute/by-hand.ts';
import { addSubnetwork } from '../fakes/compute/seed.ts';
import { suite } from '../harness/suite.ts';
import { inWorld } from '../harness/world.ts';
import { created, made, make, onGoogle, posted, read, service } from '../harness/google.ts';

suite('create ape/NAME on Google Cloud', (test) => {
  for (const region of ['WESTERN_EUROPE', 'europe-west1']) {
    test(`makes the object of ${region}, which asks for port mapping, and waits for its service`, () =>
      inWorld(onGoogle, async (world) => {
        const seen = await world.run(`create ape/shop-gcp --project shop --provider gcp --region ${region}`);
        assert.deepEqual([seen.stdout, seen.code], [`${service}\n`, 0]);
        assert.match(
          seen.stderr,
          new RegExp(
            `^next, create the cloud endpoint:\n  kubectl atlas-pe create atlasprivateendpoint/shop-gcp -n default --endpoint shop-gcp --region ${region} --subnetwork SUBNETWORK \\[--gcp-project PROJECT\\]
or with the cloud's own command line:
  gcloud compute addresses create NAME --project PROJECT --region europe-west1 --subnet SUBNETWORK && gcloud compute forwarding-rules create NAME --project PROJECT --region europe-west1 --network NETWORK --address NAME --target-service-attachment ${service} --allow-psc-global-access
then: kubectl atlas-pe link `,
            'm',
          ),
        );
        assert.deepEqual(read(world).spec, {
          projectRef: { name: 'shop' },
          provider: 'GCP',
          region: 'WESTERN_EUROPE',
          portMappingEnabled: true,
        });
        assert.deepEqual(world.compute.requests(), [], 'Google Cloud is not asked');
      }));
  }

  test('with --subnetwork one command makes the address and the rule, which bear our labels and the person’s', () =>
    inWorld(onGoogle, async (world) => {
      const seen = await world.run(`create ${make} --subnetwork endpoints --tag team=shop`);
      const [id = ''] = made(world);
      assert.deepEqual([seen.stdout, seen.code], [`${service}\n${id}\n`, 0], seen.stderr);
      assert.match(id, /^atlas-pe-default-shop-gcp-[0-9a-f]{8}$/);
      const labels = {
        team: 'shop',
        'kubectl-atlas-pe-uid': read(world).metadata.uid,
        'kubectl-atlas-pe-endpoint': 'shop-gcp',
        'kubectl-atlas-pe-source': 'default_atlasprivateendpoint_shop-gcp-c9c39c5b',
        'kubectl-atlas-pe-group': id,
      };
      assert.deepEqual(posted(world, 'addresses'), [
        {
          name: id,
          addressType: 'INTERNAL',
          subnetwork: 'projects/shop-prod/regions/europe-west1/subnetworks/endpoints',
          description: 'kubectl-atlas-pe: default/atlasprivateendpoint/shop-gcp, endpoint shop-gcp',
          labels,
        },
      ]);
      assert.deepEqual(posted(world, 'forwardingRules'), [
        {
          name: id,
          IPAddress: `projects/shop-prod/regions/europe-west1/addresses/${id}`,
          network: 'projects/shop-prod/global/networks/prod',
          target: service,
          allowPscGlobalAccess: true,
        },
      ]);
      assert.deepEqual(
        [...world.compute.google.rules.values()].map((rule) => rule.labels),
        [labels],
      );
      // Nothing is handed to Atlas yet: that is what link does.
      assert.equal(read(world).spec?.gcpConfiguration, undefined);
      const again = await world.run(`create ${make} --subnetwork endpoints`);
      assert.match(
        again.stderr,
        /^ \+ 3\/4 endpoint {2}already {2}.* in network shop-prod\/prod\n \+ 4\/4 accept +already +ready to be linked \(PENDING\)$/m,
      );
      assert.equal(posted(world, 'addresses').length, 1);
    }));

  test('--no-global-access keeps clients of other regions out; a self link and --network say the same as a name', () =>
    inWorld(onGoogle, async (world) => {
      const link =
        'https://www.googleapis.com/compute/v1/projects/shop-prod/regions/europe-west1/subnetworks/endpoints';
      const seen = await world.run(`create ${make} --subnetwork ${link} --network prod --no-global-access`);
      assert.equal(seen.code, 0, seen.stderr);
      const [rule] = posted(world, 'forwardingRules');
      assert.equal(rule?.['allowPscGlobalAccess'], undefined);
      const [address] = posted(world, 'addresses');
      assert.equal(address?.['subnetwork'], 'projects/shop-prod/regions/europe-west1/subnetworks/endpoints');
    }));

  test('without the right to read the subnetwork, --network is taken at its word', () =>
    inWorld(onGoogle, async (world) => {
      world.compute.permissions.deny('compute.subnetworks.get');
      const refused = await world.run(`create ${make} --subnetwork endpoints`);
      assert.match(
        refused.stderr,
        /^error: .*Required 'compute\.subnetworks\.get' permission for 'projects\/shop-prod/m,
      );
      const seen = await world.run(`create ${make} --subnetwork endpoints --network prod`);
      assert.match(seen.stderr, /^warning: cannot check the subnetwork: /m);
      assert.equal(seen.code, 0, seen.stderr);
    }));

  test('of a Shared VPC the subnetwork is the host project’s, and the rule the service project’s', () =>
    inWorld(onGoogle, async (world) => {
      const { project, subnetwork } = world.google.shared;
      const seen = await world.run(`create ${make} --subnetwork ${subnetwork.name} --gcp-project ${project}`);
      assert.match(seen.stderr, /^ \+ \d\/\d endpoint {11}created \S+ in network shop-network\/shared$/m);
      assert.deepEqual(
        world.compute.rules().map((rule) => rule.project),
        ['shop-staging'],
      );
    }));

  test('an operator before 2.15.0 cannot be asked for port mapping, and nothing is made', () =>
    inWorld({ cloud: 'GCP', generation: 'v2.11' }, async (world) => {
      const seen = await world.run(`create ${make}`);
      assert.equal(
        seen.stderr,
        `error: this cluster's operator is older than 2.15.0 and creates only services without port mapping, and Atlas retires services without port mapping on 2027-04-30
hint: upgrade the operator and its CRDs; or create such a service until then with --legacy-until 2027-04-30
`,
      );
      assert.equal(world.kubernetes.store.list('atlasprivateendpoints').length, 0);
    }));
});

/** Where a run may be stopped: after which line, or in the middle of which request. */
const stops: readonly RegExp[] = [
  / \+ (?:\d\/\d )?reserve /,
  / \+ 3\/\d endpoint {11}created/,
  / \* (?:\d\/\d )?accept +\d\S* +.*: being created/,
  / \* (?:\d\/\d )?accept +\d\S* +.*: address without/,
  / \+ (?:\d\/\d )?accept /,
  / \+ (?:\d\/\d )?link /,
];

suite('up ape/NAME on Google Cloud', (test) => {
  for (const stopAt of stops) {
    test(`stopped at ${stopAt.source.replaceAll(/ \{\d+\}/g, ' ')} and run again makes nothing twice`, () =>
      inWorld(onGoogle, async (world) => {
        world.deployCluster();
        const up = `up ${make} --subnetwork endpoints --refresh`;
        assert.equal((await world.run(up, { stopAt })).code, 130);
        const seen = await world.run(up);
        assert.equal(seen.code, 0, seen.stderr);
        assert.match(seen.stdout, /^connectionStringPrivateSrv +shop-gcp +mongodb\+srv:\/\/app:\S+@orders-psc-0\./m);
        assert.deepEqual([made(world).length, world.compute.google.addresses.size], [1, 1]);
        const [id = ''] = made(world);
        assert.deepEqual(read(world).spec?.gcpConfiguration, [
          { projectId: 'shop-prod', groupName: id, endpoints: [{ name: id, ipAddress: '10.60.1.2' }] },
        ]);
      }));
  }

  for (const path of [/addresses$/, /forwardingRules$/, /setLabels$/]) {
    test(`goes on when the answer of a request to ${path.source} was lost`, () =>
      inWorld(onGoogle, async (world) => {
        world.deployCluster();
        world.compute.fail({ method: 'POST', path, afterEffect: true });
        const up = `up ${make} --subnetwork endpoints --refresh`;
        const seen = await world.run(up);
        assert.equal(seen.code, 0, seen.stderr);
        assert.deepEqual([made(world).length, world.compute.google.addresses.size], [1, 1]);
      }));
  }

  test('tries again by itself what is over in a moment', () =>
    inWorld(onGoogle, async (world) => {
      world.compute.fail({ method: 'GET', path: /forwardingRules$/, status: 503, reason: 'backendError' });
      world.compute.fail({ method: 'POST', path: /addresses$/, status: 403, reason: 'rateLimitExceeded' });
      const seen = await world.run(`create ${make} --subnetwork endpoints`);
      assert.equal(seen.code, 0, seen.stderr);
    }));

  test('ends with the reason when an operation fails, and goes on from there', () =>
    inWorld(onGoogle, async (world) => {
      world.compute.fail({
        method: 'POST',
        path: /forwardingRules$/,
        inOperation: true,
        status: 403,
        reason: 'QUOTA_EXCEEDED',
        message: "Quota 'PSC_INTERNAL_LB_FORWARDING_RULES' exceeded.  Limit: 75.0 in region europe-west1.",
      });
      const seen = await world.run(`create ${make} --subnetwork endpoints`);
      assert.match(
        seen.stderr,
        /^error: Google Cloud refused to create the forwarding rule \S+ in europe-west1 in the project shop-prod: Quota 'PSC_INTERNAL_LB_FORWARDING_RULES' exceeded\. {2}Limit: 75\.0 in region europe-west1\. \(QUOTA_EXCEEDED\)\nhint: delete what is unused, or request a higher quota: /m,
      );
      assert.equal((await world.run(`create ${make} --subnetwork endpoints`)).code, 0);
      assert.deepEqual([made(world).length, world.compute.google.addresses.size], [1, 1]);
    }));

  test('an operation that fails for a reason that passes is begun again, and makes nothing twice', () =>
    inWorld(onGoogle, async (world) => {
      const fault = { inOperation: true, status: 429, reason: 'RESOURCE_OPERATION_RATE_EXCEEDED' };
      world.compute.fail({ ...fault, method: 'POST', path: /addresses$/ });
      world.compute.fail({ ...fault, method: 'POST', path: /forwardingRules$/, times: 2 });
      const seen = await world.run(`create ${make} --subnetwork endpoints`);
      assert.equal(seen.code, 0, seen.stderr);
      assert.deepEqual([made(world).length, world.compute.google.addresses.size], [1, 1]);
      world.compute.fail({ ...fault, method: 'DELETE' });
      const deleted = await world.run('delete ape/shop-gcp --yes');
      assert.equal(deleted.code, 0, deleted.stderr);
      assert.deepEqual([made(world).length, world.compute.google.addresses.size], [0, 0]);
    }));

  test('of a cluster on three clouds makes a part on each, all in one command', () =>
    inWorld(onGoogle, async (world) => {
      const { account, azure } = world;
      world.deployCluster({ regions: ['AWS:US_EAST_1', 'AZURE:EUROPE_NORTH', 'GCP:NORTHEASTERN_ASIA_PACIFIC'] });
      world.deployCluster({ name: 'unrelated', regions: ['GCP:ASIA_NORTHEAST_2'] });
      const subnetwork = 'projects/shop-prod/regions/asia-northeast1/subnetworks/tokyo';
      const network = world.compute.google.networks.get(world.google.networkName);
      assert.ok(network !== undefined);
      addSubnetwork(world.compute.google, network, { name: 'tokyo', region: 'asia-northeast1', cidr: '10.61.0.0/24' });
      const seen = await world.run(
        `up ad/orders --yes --subnet-id us-east-1=${account.subnets.a} --subnet northeurope=${azure.subnets.endpoints} --subnetwork asia-northeast1=${subnetwork} --refresh`,
      );
      assert.equal(seen.code, 0, seen.stderr);
      assert.equal(seen.stdout.match(/^connectionStringPrivateSrv\d* /gm)?.length, 3, seen.stdout);
      assert.equal(made(world).length, 1);
      assert.equal(
        (await world.run('secret ad/orders --region asia-northeast1 --key connectionStringPrivateSrv')).code,
        0,
      );
    }));
});

suite('link ape/NAME on Google Cloud', (test) => {
  test('writes the group, which is called as its rule, and waits until Google shows the connection', () =>
    created(async (world, id) => {
      world.operator.project().services.looksToConnect = 2;
      const seen = await world.run('link ape/shop-gcp');
      assert.equal(
        seen.stderr,
        `endpoint shop-gcp of ape/shop-gcp in namespace default
 + 1/6 declare   already  in the spec
 + 2/6 reserve   already  ${shortId(service)}
 + 3/6 endpoint  already  ${shortId(id)} in network shop-prod/prod
 + 4/6 accept    already  ready to be linked (PENDING)
 + 5/6 link               wrote ${shortId(id)} and its address 10.60.1.2 into the spec
 * 6/6 connect        0s  the operator has not processed the last change yet
 * 6/6 connect        1s  not in the status yet
 * 6/6 connect       11s  VERIFIED
 + 6/6 connect       21s  AVAILABLE, ACCEPTED
done in 21s
next: kubectl atlas-pe secret atlasprivateendpoint/shop-gcp -n default --endpoint ${id}
`,
      );
      const asked = world.compute.requests().length;
      const again = await world.run('link ape/shop-gcp');
      assert.equal(again.stdout, 'atlasprivateendpoint.atlas.mongodb.com/shop-gcp unchanged\n');
      const looks = world.compute.requests().slice(asked);
      assert.ok(
        looks.length > 0 && looks.every(({ method, path }) => method === 'GET' || path.endsWith('/token')),
        'what is linked is looked at, and no more',
      );
    }));

  test('several endpoints share a service; each is known by its rule', () =>
    created(async (world, first) => {
      await world.run('link ape/shop-gcp');
      const batch = await world.run('create ape/shop-gcp --endpoint batch --subnetwork endpoints --yes');
      const second = made(world).find((name) => name !== first) ?? '';
      assert.equal(batch.stdout, `${service}\n${second}\n`, batch.stderr);
      assert.equal((await world.run('link ape/shop-gcp --endpoint batch')).code, 0);
      const groups = read(world).spec?.gcpConfiguration?.map(({ groupName }) => groupName);
      assert.deepEqual(groups, [first, second]);
      const gone = await world.run('delete ape/shop-gcp --endpoint batch --yes');
      assert.equal(gone.code, 0, gone.stderr);
      assert.deepEqual(made(world), [first]);
    }));

  test('--id, --ip and --gcp-project with --skip-cloud-check link it without a look at Google Cloud', () =>
    created(async (world, id) => {
      const unseen = `link ape/shop-gcp --id ${id} --ip 10.60.1.2 --skip-cloud-check`;
      const asked = world.compute.requests().length;
      const lacking = await world.run(unseen);
      assert.match(lacking.stderr, /^error: --skip-cloud-check requires --gcp-project on Google Cloud\n/);
      const seen = await world.run(`${unseen} --gcp-project shop-prod`);
      assert.match(seen.stderr, /^ \+ (?:\d\/\d )?connect +(?:\d\S* +)?AVAILABLE$/m);
      assert.equal(world.compute.requests().length, asked);
    }));

  test('an address that the rule does not have is refused', () =>
    created(async (world, id) => {
      const seen = await world.run(`link ape/shop-gcp --id ${id} --ip 10.60.1.9 --gcp-project shop-prod`);
      assert.match(
        seen.stderr,
        new RegExp(`^error: ${id} has the internal address 10\\.60\\.1\\.2, not 10\\.60\\.1\\.9$`, 'm'),
      );
      assert.equal(read(world).spec?.gcpConfiguration, undefined);
    }));

  test('a rule that somebody made by hand is found by its service attachment', () =>
    inWorld({ ...onGoogle, computeDelays: { addressMs: 0, ruleMs: 0 } }, async (world) => {
      await world.run(`create ${make}`);
      const ip = await connectByHand(world.compute, world.google, 'by-hand', service);
      const seen = await world.run('link ape/shop-gcp');
      assert.equal(seen.code, 0, seen.stderr);
      assert.deepEqual(read(world).spec?.gcpConfiguration, [
        { projectId: 'shop-prod', groupName: 'by-hand', endpoints: [{ name: 'by-hand', ipAddress: ip }] },
      ]);
      const kept = await world.run('delete ape/shop-gcp --yes');
      assert.match(
        kept.stderr,
        /^note: by-hand is kept, because this plugin did not create it; delete it with: gcloud compute/m,
      );
      assert.deepEqual(made(world), ['by-hand']);
    }));

  test('a rule that Atlas does not find ends the wait with its message', () =>
    created(async (world) => {
      const seen = await world.run(
        'link ape/shop-gcp --id typo --ip 10.60.1.9 --gcp-project shop-prod --skip-cloud-check',
      );
      assert.match(
        seen.stderr,
        /^error: endpoint "typo" .* has failed: The endpoint could not be found in GCP\. Please verify/m,
      );
      assert.equal(seen.code, 1);
      assert.match((await world.run('status ape/shop-gcp -o wide')).stdout, / Failed .* could not be found in GCP/);
    }));

  test('a connection that is closed after Atlas said AVAILABLE is an error, with the command that deletes what is left', () =>
    created(async (world, id) => {
      const seen = await world.run('link ape/shop-gcp', {
        onOutput: (text) => {
          if (/^ \+ \S+ link /.test(text))
            world.compute.setConnection(`projects/shop-prod/regions/europe-west1/forwardingRules/${id}`, 'CLOSED');
        },
      });
      assert.match(
        seen.stderr,
        new RegExp(
          `^error: Atlas reports AVAILABLE, but the cloud endpoint ${id} is CLOSED\nhint: nothing can connect through it; remove what is left of the endpoint with: kubectl atlas-pe delete atlasprivateendpoint/shop-gcp -n default --endpoint ${id}\n  and create`,
          'm',
        ),
      );
    }));

  test('on a service that maps ports, a group that is not called as its rule is told, and not waited for', () =>
    created(async (world, id) => {
      world.kubernetes.store.edit('atlasprivateendpoints', 'default', 'shop-gcp', ({ spec }) => {
        const endpoints = [{ name: id, ipAddress: '10.60.1.2' }];
        Object.assign(spec as object, { gcpConfiguration: [{ projectId: 'shop-prod', groupName: 'vpc', endpoints }] });
      });
      const seen = await world.run('up ape/shop-gcp');
      assert.match(
        seen.stderr,
        new RegExp(
          `^error: endpoint "shop-gcp" of atlasprivateendpoint/shop-gcp is the group "vpc" of the forwarding rule "${id}", but with port mapping a group must have the name of its rule: `,
          'm',
        ),
      );
      assert.match((await world.run('status')).stdout, /it is the group "vpc" of the forwarding rule/);
    }));

  for (const region of ['us-central1', 'EUROPE_WEST_12']) {
    test(`the region ${region} is not the service's`, () =>
      created(async (world) => {
        const seen = await world.run(`link ape/shop-gcp --region ${region}`);
        assert.equal(
          seen.stderr,
          `error: atlasprivateendpoint/shop-gcp is for WESTERN_EUROPE, not for ${region}\nhint: omit --region: on Google Cloud the service determines the region\n`,
        );
      }));
  }
});
