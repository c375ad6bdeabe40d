/** `bun src/build.ts [assets]`: makes what travels inside the executable, then the executable. */
import { resources } from './base/resources.ts';
import { bakeEmptyDatabase } from './db/bake.ts';

await bakeEmptyDatabase(resources.emptyDatabase);
