import { migrateOnAws } from './flows/migrate.ts';
import { scenarios } from './scenarios.ts';

scenarios('v2.8.2', [migrateOnAws]);
