'use strict';
// Links a number, finds it, hears of it and asks for what is not there, with the published client as it is.
const EventBus = require('vertx3-tcp-eventbus-client/lib/tcp-vertx-eventbus');
const fs = require('fs');
const path = require('path');

const token = process.env.BRIDGE_TOKEN
  || fs.readFileSync(path.join(__dirname, '../../../.sandbox/bridge-token'), 'utf8').trim();
const bus = new EventBus(process.env.BRIDGE_HOST || '127.0.0.1', Number(process.env.BRIDGE_PORT || 7000));
// They go with every frame; the bridge needs the token in the first one.
bus.defaultHeaders = { token };
bus.onerror = (error) => console.error('error:', error.message);
bus.onclose = () => console.log('closed');

// An answer within two seconds, or a failure: { failureCode, failureType, message }.
const ask = (address, body) => new Promise((resolve, reject) =>
  bus.send(address, body, (failure, reply) => (failure ? reject(failure) : resolve(reply.body))));

const hear = (address) => new Promise((resolve, reject) =>
  bus.registerHandler(address, (failure, message) => (failure ? reject(failure) : resolve(message.body))));

async function story() {
  const player = { issuer: 'demo', userId: 'node-' + process.pid };
  const phone = '+1202555' + String(process.pid % 10000).padStart(4, '0');

  const news = hear('users.linked-number.changed');
  const linked = await ask('users.linked-number.link', { ...player, phone });
  console.log('linked:', linked.linkedPhone);
  console.log('heard:', await news);
  console.log('found:', (await ask('users.linked-number.find', player)).linkedPhone);

  await ask('users.erase', player);
  await ask('users.linked-number.find', player).catch((failure) => console.log('failed, as it should:', failure));
  await ask('no.such.address', {}).catch((failure) => console.log('refused, as it should be:', failure.message));
}

bus.onopen = () => story()
  .catch((failure) => {
    console.error('failed:', failure);
    process.exitCode = 1;
  })
  // The client's own close() asks its socket for a method that it has not.
  .finally(() => bus.transport.end());
