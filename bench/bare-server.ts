/** Child: the least that can answer, to compare a start with. Takes the port as its argument. */
Bun.serve({
  port: Number(process.argv[2]),
  hostname: '127.0.0.1',
  fetch: () => new Response('ok'),
});
