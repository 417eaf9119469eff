import { notFound } from './errors.ts';
import { Project, type ProjectEvents } from './project.ts';

/** What an API key reaches: the projects of one organization. */
export class Organization {
  readonly projects = new Map<string, Project>();
  readonly #events: ProjectEvents;

  constructor(events: ProjectEvents) {
    this.#events = events;
  }

  /** The project of that id. @throws AtlasError GROUP_NOT_FOUND */
  project(id: string): Project {
    const project = this.projects.get(id);
    if (project === undefined) throw notFound('GROUP_NOT_FOUND', `No group with ID ${id}`);
    return project;
  }

  named(name: string): Project | undefined {
    return [...this.projects.values()].find((project) => project.name === name);
  }

  create(name: string, orgId: string): Project {
    const project = new Project(name, orgId, this.#events);
    this.projects.set(project.id, project);
    return project;
  }
}
