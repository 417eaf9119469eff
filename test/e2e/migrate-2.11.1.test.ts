import { migrateOnAws, migrateOnAzure } from './flows/migrate.ts';
import { scenarios } from './scenarios.ts';

scenarios('v2.11.1', [migrateOnAws, migrateOnAzure]);
