// The peer of the load test: a node:http server that gives bytes from memory and does nothing else.
// Argument: JSON of path → { type, body (base64) }. Prints its port.
import { createServer } from 'node:http';

const answers = new Map(
  Object.entries(JSON.parse(process.argv[2])).map(([path, { type, body }]) => {
    const bytes = Buffer.from(body, 'base64');
    return [path, { bytes, headers: { 'content-type': type, 'content-length': bytes.length } }];
  }),
);
const server = createServer((request, response) => {
  const answer = answers.get(request.url);
  if (answer === undefined) return response.writeHead(404).end();
  response.writeHead(200, answer.headers).end(answer.bytes);
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
