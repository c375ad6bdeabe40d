/** Heartbeats that one statement renames; the rest follows in the next. */
const BATCH = 1000;
/** Rules one user can have. */
const MOST_RULES = 100;

async function findRules(ctx) {
  const text = await ctx.redis.get('rules');
  return text === null ? {} : JSON.parse(text);
}

const saveRules = (ctx, rules) => ctx.redis.set('rules', JSON.stringify(rules));

/** Renames the heartbeats of a project and returns how many there were. */
async function rename(ctx, from, to) {
  for (let total = 0; ; ) {
    const moved = await ctx.db.query(
      `UPDATE heartbeats SET project = $1
       WHERE user_id = $2 AND id IN (
         SELECT id FROM heartbeats WHERE user_id = $2 AND project = $3 LIMIT $4
       )
       RETURNING id`,
      [to, ctx.user_id, from, BATCH],
    );
    total += moved.length;
    if (moved.length < BATCH) return total;
  }
}

async function on_heartbeat(ctx, heartbeat) {
  const rules = await findRules(ctx);
  if (!Object.hasOwn(rules, heartbeat.project)) return;
  await rename(ctx, heartbeat.project, rules[heartbeat.project]);
}

const endpoints = {
  rules: async (ctx) => ({ rules: await findRules(ctx) }),

  /** Body: { "from": "my-app-old", "to": "my-app" } */
  'add-rule': async (ctx, req) => {
    const { from, to } = req;
    if (typeof from !== 'string' || typeof to !== 'string' || from === '' || to === '') {
      return { error: 'Send { "from": "old name", "to": "new name" }.' };
    }
    if (from === to) return { error: 'The two names are the same.' };
    const rules = await findRules(ctx);
    if (Object.hasOwn(rules, to)) {
      return { error: `${to} is itself renamed to ${rules[to]}: use that name.` };
    }
    if (Object.keys(rules).length >= MOST_RULES) {
      return { error: `There are ${MOST_RULES} rules already: remove one first.` };
    }
    // What led to the old name leads to the new one now, so that one look is always enough.
    for (const [name, target] of Object.entries(rules)) if (target === from) rules[name] = to;
    await saveRules(ctx, { ...rules, [from]: to });
    return { ok: true, renamed: await rename(ctx, from, to) };
  },

  /** Body: { "from": "my-app-old" }. What was renamed keeps its new name. */
  'remove-rule': async (ctx, req) => {
    const { [req.from]: removed, ...rules } = await findRules(ctx);
    if (removed === undefined) return { error: `There is no rule for ${req.from}.` };
    await saveRules(ctx, rules);
    return { ok: true };
  },
};
