// The phone's own database. Each transaction resolves when it lies on the disk, or rejects whole.

const NAME = "invertrack";
const VERSION = 1;

/** A request inside a transaction, as a promise. */
export function ask(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function lay(db) {
  db.createObjectStore("keys", { keyPath: "account" });
  // Numbered by the database, never by the clock: the order holds whatever the clock does.
  const entries = db.createObjectStore("entries", { keyPath: "id", autoIncrement: true });
  entries.createIndex("account", "account");
  db.createObjectStore("values", { keyPath: ["account", "name"] });
  db.createObjectStore("device");
}

function connect(factory, gone) {
  return new Promise((resolve, reject) => {
    if (!factory) throw new Error("This browser has no IndexedDB.");
    const request = factory.open(NAME, VERSION);
    request.onupgradeneeded = () => lay(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("Another tab holds an older database open."));
    request.onsuccess = () => {
      const db = request.result;
      db.onclose = gone; // such as site data that the person cleared
      db.onversionchange = () => {
        db.close();
        gone();
      };
      resolve(db);
    };
  });
}

function ended(tx) {
  return new Promise((resolve, reject) => {
    tx.oncomplete = () => resolve();
    tx.onabort = () => reject(tx.error ?? new Error("The transaction was taken back."));
  });
}

/**
 * @param {() => IDBFactory|undefined} factory
 * @returns {{transact: (names: string[], mode: string, work: function) => Promise<any>}}
 *   `work` gets the object stores, and may await nothing but `ask(...)`
 */
export function createStore(factory) {
  let connection = null;
  const forget = () => {
    connection = null;
  };
  const open = () => {
    connection ??= connect(factory(), forget).catch((error) => {
      forget();
      throw error;
    });
    return connection;
  };

  async function transact(names, mode, work) {
    const tx = (await open()).transaction(names, mode, { durability: "strict" });
    const end = ended(tx);
    end.catch(() => {}); // said below, or by the work itself
    let result;
    try {
      result = await work(...names.map((name) => tx.objectStore(name)));
    } catch (error) {
      try {
        tx.abort();
      } catch {
        // it has ended by itself
      }
      throw error;
    }
    await end;
    return result;
  }

  return { transact };
}
