/** What the routes of one kind of deployment ask for: the projects of an organization, as far as that kind goes. */
export interface Projects<P> {
  /** The project of that id. @throws AtlasError GROUP_NOT_FOUND */
  project(id: string): P & NameOwner;
}

/** What knows the names of every kind of deployment. */
interface NameOwner {
  /** @throws AtlasError for a name that another kind of deployment has */
  refuseOther(kind: 'clusters' | 'flex' | 'serverless', name: string): void;
}
