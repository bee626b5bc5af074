'use strict';
// Links a number, receives the published change, finds the number and looks up a player without a number.
const EventBus = require('vertx3-tcp-eventbus-client/lib/tcp-vertx-eventbus');
const fs = require('fs');
const path = require('path');

const token = process.env.BRIDGE_TOKEN
  || fs.readFileSync(path.join(__dirname, '../../../.sandbox/bridge-token'), 'utf8').trim();
const bus = new EventBus(process.env.BRIDGE_HOST || '127.0.0.1', Number(process.env.BRIDGE_PORT || 7000));
// The client sends these headers with every frame; the bridge needs the token in the first one.
bus.defaultHeaders = { token };
bus.onerror = (error) => console.error('error:', error.message);
bus.onclose = () => console.log('closed');

// Resolves to the reply, or rejects with { failureCode, failureType, message } after at most two seconds.
const request = (address, body) => new Promise((resolve, reject) =>
  bus.send(address, body, (failure, reply) => (failure ? reject(failure) : resolve(reply.body))));

const nextMessage = (address) => new Promise((resolve, reject) =>
  bus.registerHandler(address, (failure, message) => (failure ? reject(failure) : resolve(message.body))));

async function main() {
  const player = { issuer: 'demo', userId: 'node-' + process.pid };
  const phone = '+1202555' + String(process.pid % 10000).padStart(4, '0');

  const change = nextMessage('users.linked-number.changed');
  const linked = await request('users.linked-number.link', { ...player, phone });
  console.log('linked:', linked.linkedPhone);
  console.log('published:', await change);
  console.log('found:', (await request('users.linked-number.find', player)).linkedPhone);

  await request('users.erase', player);
  await request('users.linked-number.find', player).catch((failure) => console.log('expected failure:', failure));
  await request('no.such.address', {}).catch((failure) => console.log('expected rejection:', failure.message));
}

bus.onopen = () => main()
  .catch((failure) => {
    console.error('failed:', failure);
    process.exitCode = 1;
  })
  // The close() of the client calls a method that its socket does not have.
  .finally(() => bus.transport.end());
