import type { Owner } from '../../../../core/cloud-endpoint.ts';
import { UserError } from '../../../../core/errors.ts';
import { removeCommand } from '../../command.ts';
import { type Labels, descriptionOf, groupName, groupOf, isOwned, labelsOf, partName } from '../../labels.ts';
import { type Place, nameIn, networkWords, relativeName } from '../../names.ts';
import { attachmentsOf } from '../../service.ts';
import { type Change, Changes } from './changes.ts';
import { isOutdated } from '../errors.ts';
import type { Compute } from '../compute.ts';
import type { Address, ForwardingRule } from '../resources.ts';

/** An endpoint as it is to be made. */
export interface NewEndpoint {
  readonly owner: Owner;
  readonly service: string;
  readonly place: Place;
  /** Both by their names from `projects/` on. */
  readonly subnetwork: string;
  readonly network: string;
  readonly globalAccess: boolean;
  readonly labels: Labels;
}

/** What one service attachment needs. */
interface Part {
  /** The name of the address and of the rule. */
  readonly name: string;
  readonly target: string;
}

/**
 * An endpoint that is being made: an address and a forwarding rule for each service attachment. Nothing is remembered but what goes on:
 * what is still missing is seen anew each time, so that another run goes on in the middle of it.
 */
export class Making {
  readonly id: string;
  readonly #wanted: NewEndpoint;
  readonly #labels: Labels;
  readonly #compute: Compute;
  readonly #changes: Changes;

  constructor(compute: Compute, wanted: NewEndpoint) {
    this.id = groupName(wanted.owner);
    this.#wanted = wanted;
    this.#labels = labelsOf(wanted.owner, wanted.labels);
    this.#compute = compute;
    this.#changes = new Changes(compute, wanted.place);
  }

  /**
   * Does what can be done now, and waits for nothing.
   * @returns whether all parts are there
   * @throws UserError when Google Cloud refuses a part, or a name is taken by something else
   */
  async advance(): Promise<boolean> {
    await this.#changes.look();
    const { place } = this.#wanted;
    const [addresses, rules] = await Promise.all([
      this.#compute.addresses(place),
      this.#compute.forwardingRules(place),
    ]);
    const parts = this.#parts();
    const next = parts.map((part) => this.#nextOf(part, addresses, rules));
    await this.#changes.begin(next.filter((change) => typeof change === 'object'));
    return next.every((each) => each === 'made');
  }

  #parts(): readonly Part[] {
    const targets = attachmentsOf(this.#wanted.service);
    return targets.map((target, index) => ({
      name: partName(this.id, targets.length > 1 ? index : undefined),
      target,
    }));
  }

  /** The next change of a part; `waiting` while one goes on, `made` when none is left. */
  #nextOf(part: Part, addresses: readonly Address[], rules: readonly ForwardingRule[]): Change | 'waiting' | 'made' {
    const { name } = part;
    if (this.#changes.has(name)) return 'waiting';
    const address = addresses.find((each) => each.name === name);
    const rule = rules.find((each) => each.name === name);
    if (address !== undefined) this.#checkAddress(address);
    if (rule !== undefined) this.#checkRule(rule, part.target);
    if (address === undefined && rule === undefined) return this.#addressChange(name);
    if (rule === undefined) return address?.status === 'RESERVED' ? this.#ruleChange(part) : 'waiting';
    if (rule.pscConnectionStatus === undefined) return 'waiting';
    return groupOf(rule.labels) === undefined ? this.#labelChange(rule) : 'made';
  }

  #addressChange(name: string): Change {
    const { owner, place, subnetwork } = this.#wanted;
    const body = {
      name,
      addressType: 'INTERNAL',
      subnetwork,
      description: descriptionOf(owner),
      labels: this.#labels,
    };
    const start: Change['start'] = () => this.#compute.createAddress(place, body);
    return { what: name, action: `create the address ${name} in ${place.region}`, start };
  }

  #ruleChange({ name, target }: Part): Change {
    const { place, network, globalAccess } = this.#wanted;
    const body = {
      name,
      IPAddress: nameIn(place, 'addresses', name),
      network,
      target,
      // Rules of Private Service Connect take no load-balancing scheme, ports or labels when they are made.
      ...(globalAccess ? { allowPscGlobalAccess: true } : {}),
    };
    const start: Change['start'] = () => this.#compute.createRule(place, body);
    return { what: name, action: `create the forwarding rule ${name} in ${place.region}`, start };
  }

  #labelChange(rule: ForwardingRule): Change {
    const { place } = this.#wanted;
    const start: Change['start'] = () =>
      this.#compute.labelRule(place, rule, { ...rule.labels, ...this.#labels }).catch((error: unknown) => {
        if (isOutdated(error)) return undefined;
        throw error;
      });
    return { what: rule.name, action: `label the forwarding rule ${rule.name}`, start };
  }

  #checkAddress({ name, labels }: Address): void {
    if (!isOwned(this.#wanted.owner, labels)) throw this.#taken('an address', name, [], [name]);
  }

  #checkRule({ name, target = '', network }: ForwardingRule, wanted: string): void {
    if (relativeName(target) !== wanted) throw this.#taken('a forwarding rule', name, [name], []);
    if (network === undefined || relativeName(network) === this.#wanted.network) return;
    throw new UserError(
      `the forwarding rule ${name} is in the ${networkWords(network)}, not in the ${networkWords(this.#wanted.network)}`,
      {
        hint: [
          'give a subnetwork of that network, or delete it first: ',
          removeCommand(this.#wanted.place, [name], [name]),
        ],
      },
    );
  }

  #taken(what: string, name: string, rules: readonly string[], addresses: readonly string[]): UserError {
    const { place } = this.#wanted;
    return new UserError(
      `the project ${place.project} already has ${what} ${name} in ${place.region}, for something else`,
      {
        hint: ['delete it: ', removeCommand(place, rules, addresses)],
      },
    );
  }
}
