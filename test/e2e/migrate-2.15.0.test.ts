import { migrateOnAws, migrateOnAzure } from './flows/migrate.ts';
import { scenarios } from './scenarios.ts';

scenarios('v2.15.0', [migrateOnAws, migrateOnAzure]);
