import { type Static, Type } from '@sinclair/typebox';
import type { Database, Queryable } from '../../db/database.ts';

const Colour = Type.Object({ project: Type.String(), slot: Type.Integer() });
export type Colour = Static<typeof Colour>;

const Candidate = Type.Object({
  project: Type.String(),
  /** Of all time. */
  seconds: Type.Integer(),
  /** Null while it has none. */
  slot: Type.Union([Type.Integer(), Type.Null()]),
});
export type Candidate = Static<typeof Candidate>;

export interface ColourStore {
  /** The slots of these projects, as far as they have one. */
  listColours(userId: string, projects: readonly string[]): Promise<Colour[]>;
  /**
   * Gives slots to these projects and to the `most` that the user spent most time on: `assign` sees
   * them, and every project that has a slot and time, and answers with the new ones. One at a time
   * per user.
   */
  assignColours(
    userId: string,
    projects: readonly string[],
    most: number,
    assign: (candidates: readonly Candidate[]) => readonly Colour[],
  ): Promise<void>;
}

function listCandidates(
  db: Queryable,
  userId: string,
  projects: readonly string[],
  most: number,
): Promise<Candidate[]> {
  return db.list(
    Candidate,
    `select r.project, r.seconds, c.slot
    from (
      select project, sum(seconds)::bigint as seconds,
        row_number() over (order by sum(seconds) desc, project) as rank
      from rollup_total where user_id = $1 and project <> '' group by project
    ) r left join project_colours c on c.user_id = $1 and c.project = r.project
    where c.slot is not null or r.rank <= $3 or r.project = any($2::text[])
    order by r.rank`,
    [userId, projects, most],
  );
}

export function openColourStore(database: Database): ColourStore {
  return {
    listColours: (userId, projects) =>
      database.list(
        Colour,
        'select project, slot from project_colours where user_id = $1 and project = any($2::text[])',
        [userId, projects],
      ),

    async assignColours(userId, projects, most, assign) {
      await database.transaction(async (tx) => {
        await tx.run('select from users where id = $1 for no key update', [userId]);
        const colours = assign(await listCandidates(tx, userId, projects, most));
        await tx.run(
          `insert into project_colours (user_id, project, slot)
          select $1, * from unnest($2::text[], $3::smallint[])
          on conflict do nothing`,
          [userId, colours.map(({ project }) => project), colours.map(({ slot }) => slot)],
        );
      });
    },
  };
}
