import { type Generation, isAtLeast } from './version-range.ts';

/** From which version on, and up to which, operators can do something. */
interface Span {
  /** The first version that can; every one when left out. */
  readonly since?: string;
  /** The first version that no longer can; none when left out. */
  readonly until?: string;
}

/** What operators of some versions can do and those of others cannot, each with where that stands. */
const abilities = {
  /** Looks at the endpoints of serverless deployments: the controller's file is gone in 2.12.0 (2f94bf7eb, PR 2926). */
  reconcilesServerless: { until: '2.12.0' },
  /**
   * Writes private strings of a deployment that has several endpoints: 1.6.0 writes one only where there is exactly one
   * (v1.6.0:pkg/controller/connectionsecret/ensuresecret.go); numbered keys came with 1.7.0 (PR 877).
   */
  writesSeveralStrings: { since: '1.7.0' },
  /** Connects several endpoints to one service of an AtlasProject (v1.6.0:pkg/controller/atlasproject/private_endpoint.go; PR 877). */
  connectsSeveralToOneService: { since: '1.7.0' },
  /** Takes any change of a password Secret for one (v2.6.0:pkg/controller/atlasdatabaseuser, ResourceVersionChangedPredicate). */
  seesAnyChangeOfPassword: { since: '2.6.0' },
  /** Looks at an object anew when it is no longer to be skipped (86d0049a4). */
  looksWhenNoLongerSkipped: { since: '2.12.0' },
  /**
   * Forgets that it has applied the endpoints of a project that it is told to skip, so that it deletes none that leaves the spec:
   * v2.8.1:internal/controller/atlasproject/atlasproject_controller.go, clearLastAppliedMigratedResources, which 2.8.0 lacks. Read up to
   * 2.16.0, tried with 2.8.2, 2.11.1 and 2.15.0; what later versions do is not known.
   */
  forgetsSkippedEndpoints: { since: '2.8.1', until: '2.17.0' },
} as const satisfies Readonly<Record<string, Span>>;

/** Something that only some operators can do. */
export type Ability = keyof typeof abilities;

/** Whether the cluster's operator can do something; undefined where neither its image nor its CRDs tell. */
export function can(generation: Generation, ability: Ability): boolean | undefined {
  const { since, until }: Span = abilities[ability];
  const begun = since === undefined ? true : isAtLeast(generation, since);
  const ended = until === undefined ? false : isAtLeast(generation, until);
  if (begun === false || ended === true) return false;
  return begun === undefined || ended === undefined ? undefined : true;
}
