// biome-ignore-all lint: made by "npm run build:client" from /api/v1/openapi.json
// biome-ignore-all format: made by a program
export interface paths {
    "/api/v1/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The public keys by which tokens of this hub can be checked (RFC 7517) */
        get: operations["getKeySet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/{event_type}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand over an event of any other type */
        post: operations["pushEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A new key for a device, in place of the one that it has
         * @description The old key works on for a day. An answer that was lost may be asked for again: as long as the old key works, the same `api_key` with the same `request_id` is told the same new key; another `request_id` is a conflict. The hub keeps no text of it, only its hash. What the portal issued as a secret in `base_url` is renewed there.
         */
        post: operations["renewDeviceKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get new tokens for a refresh token
         * @description Each refresh token works once and is answered with the next one: keep that one, and forget the old. The same request sent again within 30 seconds, before the new token is used, gets the same token again, so that a lost answer locks nobody out. A token that comes again later was copied: the session ends at once, and its owner is told by mail.
         */
        post: operations["refreshTokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign a person's program in
         * @description By user name (or confirmed e-mail address) and password. With a second factor switched on, `code` is needed as well: without it, or with a wrong one, the answer is 401 `wrong_credentials` whose `errors` name `code`. Any other mistake names no field. Tries are counted together with those on the sign-in page.
         */
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A token for a device, for the key of its terminal
         * @description Ask anew when a minute or less is left. Whether the key is still good is asked with every request: what is revoked ends at once, whatever its token says.
         */
        post: operations["getDeviceToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/active": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Campaigns of the store that run now
         * @description Each with its rules and products. Times of day and weekdays are for the till to judge.
         */
        get: operations["activeCampaigns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/calculate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask which discounts a cart gets
         * @description No campaign is calculated here yet: both lists, which always say the same, are empty.
         */
        post: operations["calculateCampaigns"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checksums": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Checksums by which a till proves that it has the same rows
         * @description How a till proves that it has what the hub has, with the standard library of Python alone:
         *
         *         def row_hash(row): return sha256(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
         *         def bucket_of(id): return sha256(id.encode()).hexdigest()[:2]
         *         def checksum(rows): return sha256("\n".join(sorted(r["id"] + ":" + row_hash(r) for r in rows)).encode()).hexdigest()[:32]
         *
         *     Rows with their fields in the order in which they came, deleted ones included (those with "row": null are none). Compare only while your cursor is the one that is answered. Fetch what differs by snapshot?types=…&buckets=…, and remove what is in these buckets and not in the snapshot.
         */
        get: operations["checksums"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/closures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deliver one closure */
        post: operations["pushClosure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/erp_sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand over what is meant for an ERP system */
        post: operations["pushErpSync"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who the hub takes you for, and whose data you reach */
        get: operations["whoAmI"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the calling terminal has not shown yet, at once or when there is something new
         * @description That a notification is listed counts as delivered. It is listed again until it was read, expires or is withdrawn, so whoever listens to nothing else loses nothing.
         */
        get: operations["listNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/{id}/failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The terminal could not show it; it is told again, unless it was shown before */
        post: operations["markNotificationFailed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/{id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The terminal has shown it, or loaded what it told of; once more changes nothing */
        post: operations["markNotificationRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The same as server-sent events, for as long as the connection stands
         * @description Events `notification` hold one as JSON; `end` says that the hub ends the connection: come again. With the header `Last-Event-ID` only what was made after that one. At most four connections of a terminal wait at a time.
         */
        get: operations["streamNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This API in OpenAPI 3.1
         * @description For people the same is at `/api/docs`.
         */
        get: operations["readOpenApiDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pairing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A code for a device to show, by which a person lets it in */
        post: operations["startPairing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pairing/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The key of a device that a person has let in
         * @description To be asked every `interval` seconds: 202 while nobody has answered, 429 to who asks more often, 403 when the device was refused, 410 when the code is over. An answer that was lost may be asked for again: for ten minutes the same `device_code` is told the same key, as long as it is the till’s. The hub keeps no text of it, only its hash.
         */
        post: operations["fetchPairedKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask a payment provider for a payment or a capture
         * @description No provider is set up: no payment succeeds, and nothing of the request is kept.
         */
        post: operations["requestPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Prices of the store as they hold now
         * @description "since" is the time of the last synchronisation, in whatever form a clock writes it; without it all are sent. Rather too much comes than too little. When "next" is a number, more is waiting: ask again with after=<next>. Programs that can keep a cursor should pull instead.
         */
        get: operations["prices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand over a product as the till knows it */
        post: operations["pushProduct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products/updates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Products that changed since a time
         * @description "since" is the time of the last synchronisation, in whatever form a clock writes it; without it all are sent. Rather too much comes than too little. When "next" is a number, more is waiting: ask again with after=<next>. Programs that can keep a cursor should pull instead. A product counts as changed when one of its prices did; gone ones have "is_deleted": true.
         */
        get: operations["productUpdates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pull": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What has changed since a cursor was given
         * @description Send no cursor at first (or begin with a snapshot, which is quicker), then the cursor of the last answer. Rows come in the order of their versions, each as it is now; a row may come more than once. A change with "deleted": true says that the row is gone: with its last form where it was this store's, with "row": null where the store should have none of that id. A change with "replace": true holds a type completely: what is not in it is gone. While "has_more" is true, ask again at once.
         *
         *     Types: countries, country_regions, cities, districts, currencies, transaction_discount_types, transaction_document_types, campaign_types, store, pos_settings, cashiers, forms, form_controls, label_values, pos_virtual_keyboards, cashier_performance_targets, currency_table, payment_types, vat_rates, product_units, product_manufacturers, department_main_groups, department_sub_groups, product_barcode_masks, products, product_variants, product_attributes, product_barcodes, warehouses, warehouse_locations, customer_segments, customers, campaigns, campaign_rules, campaign_products, coupons, loyalty_programs, loyalty_tiers, loyalty_earn_rules, loyalty_redemption_policies, loyalty_program_policies. Programs and people name a store and get the types that are no till's own; a kitchen screen gets store, product_units, department_main_groups, department_sub_groups, products, product_variants, product_attributes and product_barcodes, each with what food is and how it is made, without prices and costs.
         *
         *     A cursor is good for one till (or store) and one choice of types. 410 means that it leads nowhere any more: take a snapshot, which the Link header names.
         */
        get: operations["pull"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/push": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver up to 1,000 documents of any types, each judged by itself
         * @description Documents are recognised by their own ids for ever: a repetition changes nothing and is answered as duplicate. One that cannot be booked harms no other. What a till with a key made before it was moved is booked on the store of then, if it names that store, and waits with the code `before_move` for a person if it does not.
         */
        post: operations["push"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sequences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The counters of the till that asks: next receipt number and number of the open period
         * @description They are not in the feed, because every sale moves them. A till that has lost its disk goes on with these; one that has its own keeps whichever is larger.
         */
        get: operations["getSequences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/snapshot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All rows of one moment, as lines of JSON
         * @description Lines of JSON: a head with version and cursor, a row on each line, and a last one that says how many there were; without it the stream was cut. What is not among the rows does not exist: a till removes all else of these types. Rows have the form of pull. The cursor goes on exactly where the snapshot ends (with "buckets", keep the cursor that you have).
         */
        get: operations["snapshot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/taxes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** VAT rates of the company */
        get: operations["taxes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/transactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deliver one transaction */
        post: operations["pushTransaction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/warehouse/movements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deliver one movement of goods */
        post: operations["pushMovement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Caller: {
            companies: {
                name: string;
                slug: string;
                uuid: string;
            }[];
            /** @enum {string} */
            kind: "device" | "person" | "program";
            name: string;
        };
        CampaignResults: {
            next: null;
            results: ({
                campaign_products: {
                    [key: string]: string | number | boolean | null;
                }[];
                campaign_rules: {
                    [key: string]: string | number | boolean | null;
                }[];
            } & {
                [key: string]: string | number | boolean | null;
            })[];
        };
        /** @description A cart (schema 1.0) or an open document. Until campaigns are calculated here, nothing of it is read. */
        CartSnapshot: {
            [key: string]: unknown;
        };
        Changes: {
            changes: (components["schemas"]["RowChange"] | components["schemas"]["TypeReplacement"])[];
            /** @description To be sent with the next pull. */
            cursor: string;
            /** @description True: more is waiting, ask again at once. */
            has_more: boolean;
            /** @constant */
            schema_version: 1;
        };
        Checksums: {
            /** @description That of a till which has pulled all of this: with another one, pull first. */
            cursor: string;
            /** @constant */
            schema_version: 1;
            types: {
                [key: string]: {
                    /** @description Checksum by bucket; a bucket without rows is left out. */
                    buckets: {
                        [key: string]: string;
                    };
                    /** @description Rows, deleted ones included. */
                    count: number;
                };
            };
            version: number;
        };
        DeviceToken: {
            /** @description To be sent as `Authorization: Bearer …`. */
            access: string;
            company: {
                name: string;
                office_code: string;
                uuid: string;
            };
            /** @description Seconds until it ends. */
            expires_in: number;
            store: {
                code: string;
                /** @description ISO 4217 letters. */
                currency: string;
                name: string;
                /** @description IANA name: local times of pushes are read in it. */
                time_zone: string;
                uuid: string;
            };
            terminal: {
                /** @description `terminal_code` of the settings. */
                code: string;
                /** @description pypos, kitchen, office or mobile. */
                kind: string;
                name: string;
                /** @description `pos_no_in_store`, the integer `pos_id` of pushes. */
                number: number;
                uuid: string;
            };
            /** @constant */
            token_type: "Bearer";
        };
        DiscountProposal: {
            [key: string]: unknown;
        };
        DiscountProposals: {
            campaign_proposals: components["schemas"]["DiscountProposal"][];
            discounts: components["schemas"]["DiscountProposal"][];
        };
        JudgedDocument: {
            /** @description Stable: the outcome, or why it is not booked (`incomplete`, `bad_date` …). */
            code: string;
            correlation_id: string | null;
            /** @description Of the document; null where none could be read. */
            id: string | null;
            message: string;
            /**
             * @description created: stored. duplicate: it was already. conflict: another one is stored under its id and stays; this one is kept beside it. quarantined: kept, not booked. rejected: not kept. Nothing but rejected needs to be sent again.
             * @enum {string}
             */
            outcome: "created" | "duplicate" | "conflict" | "quarantined" | "rejected";
            type: string | null;
        };
        JudgedPush: {
            /** @description Stable: the outcome, or why it is not booked (`incomplete`, `bad_date` …). */
            code: string;
            correlation_id: string | null;
            /** @description Of the document; null where none could be read. */
            id: string | null;
            message: string;
            /**
             * @description created: stored. duplicate: it was already. conflict: another one is stored under its id and stays; this one is kept beside it. quarantined: kept, not booked. rejected: not kept. Nothing but rejected needs to be sent again.
             * @enum {string}
             */
            outcome: "created" | "duplicate" | "conflict" | "quarantined" | "rejected";
            /** @constant */
            schema_version: 1;
            /** @constant */
            status: "ok";
            type: string | null;
        };
        KeySet: {
            keys: components["schemas"]["PublicKey"][];
        };
        Notification: {
            body: string;
            created_at: string;
            expires_at: string;
            /** @description The same at every delivery: whoever has it already lets it pass. */
            id: string;
            /** @description Null: it comes from the hub. */
            source_terminal_id: string | null;
            title: string;
            /**
             * @description price_change, product_update and campaign_update: load that again; terminal_message: show it; others: keep it.
             * @enum {string}
             */
            type: "terminal_message" | "price_change" | "product_update" | "campaign_update" | "system_alert";
        };
        NotificationFailure: {
            /**
             * @description Why, for people.
             * @default
             */
            message: string;
        };
        Notifications: {
            /** @description True: ask again with `after` set to the last id. */
            has_more: boolean;
            /** @description Not shown, not expired, not withdrawn; in the order of their making. */
            results: components["schemas"]["Notification"][];
            /** @constant */
            schema_version: 1;
        };
        NotificationState: {
            id: string;
            /** @enum {string} */
            state: "shown" | "failed";
        };
        PairedDevice: {
            /** @description The key of the terminal. To be kept before it is used. */
            api_key: string;
            /** @description Where the hub is: `base_url` of the settings. */
            base_url: string;
            company: {
                name: string;
                office_code: string;
                uuid: string;
            };
            store: {
                code: string;
                /** @description ISO 4217 letters. */
                currency: string;
                name: string;
                /** @description IANA name: local times of pushes are read in it. */
                time_zone: string;
                uuid: string;
            };
            terminal: {
                /** @description `terminal_code` of the settings. */
                code: string;
                /** @description pypos, kitchen, office or mobile. */
                kind: string;
                name: string;
                /** @description `pos_no_in_store`, the integer `pos_id` of pushes. */
                number: number;
                uuid: string;
            };
        };
        Pairing: {
            /** @description To be asked with. Never shown. */
            device_code: string;
            /** @description Seconds until the codes end. */
            expires_in: number;
            /** @description Seconds between two questions. */
            interval: number;
            /** @description Eight letters with a dash, to be shown: a person types them in the portal. */
            user_code: string;
            /** @description Where the person goes. */
            verification_uri: string;
            /** @description The same with the code in it, for a QR code. */
            verification_uri_complete: string;
        };
        PairingPending: {
            /** @description Seconds until the next question. */
            interval: number;
            /** @constant */
            status: "authorization_pending";
        };
        PaymentAnswer: {
            message: string;
            status: string;
            success: boolean;
        };
        /** @description What a payment provider would be asked. Nothing of it is kept. */
        PaymentRequest: {
            [key: string]: unknown;
        };
        PersonTokens: {
            /** @description For `Authorization: Bearer`, a JWT. */
            access: string;
            /** @description Seconds for which `access` is good. */
            expires_in: number;
            /** @description For the next tokens. Works once. */
            refresh: string;
            /**
             * Format: date-time
             * @description When the session ends unless it is refreshed before.
             */
            refresh_expires_at: string;
            /** @constant */
            token_type: "Bearer";
        };
        /** @description RFC 9457. */
        Problem: {
            /**
             * @description Never changes its meaning: what programs decide by.
             * @enum {string}
             */
            code: "invalid_input" | "malformed_body" | "not_found" | "not_signed_in" | "wrong_credentials" | "forbidden" | "conflict" | "stale" | "already_exists" | "locked" | "expired" | "too_many_requests" | "payload_too_large" | "unsupported_media_type" | "method_not_allowed" | "unavailable" | "misdirected_host" | "bad_origin" | "terminal_unknown" | "terminal_disabled" | "network_not_allowed" | "internal";
            /** @description The same without the places of `errors`. */
            detail: string;
            /** @description Each rule that what was sent breaks. */
            errors?: {
                message: string;
                /** @description Dotted; empty: the whole. */
                path: string;
            }[];
            /** @description The address, without a secret that stood in it. */
            instance: string;
            /** @description A sentence for people, in English. */
            message: string;
            /** @description Finds the request in the hub’s log; also in `X-Request-Id`. */
            requestId: string;
            status: number;
            title: string;
            /** @description URN of the code. */
            type: string;
        };
        PublicKey: {
            /** @constant */
            alg: "EdDSA";
            /** @constant */
            crv: "Ed25519";
            /** @description As tokens name it in their header. */
            kid: string;
            /** @constant */
            kty: "OKP";
            /** @constant */
            use: "sig";
            x: string;
        };
        /** @description With `application/x-ndjson`: a PushedDocument on each line, counters as {"sequences": […]}. */
        Push: {
            /** @description Each is judged by itself; what is none is answered as rejected. */
            documents: (components["schemas"]["PushedDocument"] | unknown)[];
            /** @constant */
            schema_version?: 1;
            /** @description The till’s counters at the time of sending. */
            sequences?: (({
                name: string;
                value: number;
            } & {
                [key: string]: unknown;
            }) | unknown)[] | null;
        } & {
            [key: string]: unknown;
        };
        PushAnswer: {
            /** @description created, duplicate and conflict */
            accepted: number;
            /** @description quarantined and rejected */
            rejected: number;
            /** @description In the order of the documents. */
            results: components["schemas"]["JudgedDocument"][];
            /** @constant */
            schema_version: 1;
            /** @constant */
            status: "ok";
        };
        /** @description A closure with `closure` and its summaries, or the short form {"closure_id", …}, which is kept until the full one comes. */
        PushedClosure: {
            cashier_summaries?: ({
                /** @description UUID that the device makes; needed. */
                id: string;
            } & {
                [key: string]: unknown;
            })[] | null;
            closure?: {
                /** @description The day; that of the start where it is missing. */
                closure_date?: string | null;
                /** @description As the start. */
                closure_end_time?: string | null;
                /** @description Number of the period that it closes; needed. */
                closure_number: number;
                /** @description Local time of the store, such as 2026-11-20T22:08:33; needed. */
                closure_start_time: string;
                /** @description This and the others are compared with the period’s documents. */
                gross_sales_amount?: (string | number) | null;
                /** @description UUID that the device makes; needed. */
                id: string;
                net_sales_amount?: (string | number) | null;
                total_discount_amount?: (string | number) | null;
                total_document_count?: number;
                total_tax_amount?: (string | number) | null;
                valid_transaction_count?: number;
            } & {
                [key: string]: unknown;
            };
            department_summaries?: ({
                /** @description UUID that the device makes; needed. */
                id: string;
            } & {
                [key: string]: unknown;
            })[] | null;
            payment_type_summaries?: ({
                /** @description UUID that the device makes; needed. */
                id: string;
            } & {
                [key: string]: unknown;
            })[] | null;
            vat_summaries?: ({
                /** @description UUID that the device makes; needed. */
                id: string;
            } & {
                [key: string]: unknown;
            })[] | null;
        } & {
            [key: string]: unknown;
        };
        PushedDocument: {
            /** @description Up to 128 characters; comes back with the result. */
            correlation_id?: string;
            /** @description As it is delivered alone: PushedTransaction, PushedClosure, PushedMovement, or any object of an event. */
            document: {
                [key: string]: unknown;
            };
            /** @description The device’s own id of an event that carries none. */
            id?: string;
            /** @description transaction, closure, warehouse_movement, campaign_usage, kitchen_event, erp_sync, product. Any other name of small letters, digits and _ is kept as an event, which no figure counts. */
            type: string;
        } & {
            [key: string]: unknown;
        };
        /** @description Any object; kept as it is. */
        PushedEvent: {
            [key: string]: unknown;
        };
        /** @description A movement of goods in full, or the short form {"movement_id", "product_id", "warehouse_id", "quantity", "movement_type"}, which is kept until the full one comes. */
        PushedMovement: {
            /** @description Of the pulled products; needed. */
            fk_product_id?: string | null;
            /** @description Where goods leave: of TRANSFER, LOSS and DAMAGE. */
            fk_warehouse_location_from?: string | null;
            /** @description Where goods arrive: of RECEIPT, ADJUSTMENT and TRANSFER. */
            fk_warehouse_location_to?: string | null;
            /** @description UUID that the device makes; needed. */
            id?: string;
            /** @description Local time of the store; that of arrival here where it is missing. */
            movement_date?: string | null;
            /** @description RECEIPT, ADJUSTMENT, TRANSFER, LOSS or DAMAGE; needed. */
            movement_type?: string | null;
            /** @description Decimal text; needed. Of an ADJUSTMENT with its sign, of all others positive. */
            quantity?: (string | number) | null;
            /** @description COMPLETED where it is missing; with another one it waits. */
            status?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** @description A transaction with `head` and its sections under their full names, or the short form {"transaction_id", "lines", "payments", "taxes", "discounts"}, which is kept until the full one comes. */
        PushedTransaction: {
            /** @description Each needs `change_amount`. */
            changes?: ({
                /** @description UUID that the device makes; needed. */
                id: string;
            } & {
                [key: string]: unknown;
            })[] | null;
            /** @description Each needs `total_department`. */
            departments?: ({
                /** @description UUID that the device makes; needed. */
                id: string;
            } & {
                [key: string]: unknown;
            })[] | null;
            /** @description Each needs `discount_amount`. */
            discounts?: ({
                /** @description UUID that the device makes; needed. */
                id: string;
            } & {
                [key: string]: unknown;
            })[] | null;
            head?: {
                /** @description ISO 4217; the store’s where it is missing. Of every amount. */
                base_currency?: string | null;
                /** @description Number of the open period; needed. */
                closure_number: number;
                /** @description FISCAL_RECEIPT where it is missing. */
                document_type?: string | null;
                /** @description Of the pulled cashiers. */
                fk_cashier_create_id?: string | null;
                /** @description Of the pulled customers. */
                fk_customer_id?: string | null;
                /** @description `store.uuid` of the token’s answer. */
                fk_store_id?: string | null;
                /** @description UUID that the device makes; needed. */
                id: string;
                /** @description True: counts in no figure. */
                is_cancel?: boolean | null;
                /** @description Of a return: the `head.id` of the sale. */
                original_transaction_id?: string | null;
                /** @description Counts up within a period; needed. */
                receipt_number: number;
                /** @description Gross, before discounts of the document; 0 where it is missing. */
                total_amount?: (string | number) | null;
                total_change_amount?: (string | number) | null;
                total_discount_amount?: (string | number) | null;
                total_payment_amount?: (string | number) | null;
                total_vat_amount?: (string | number) | null;
                /** @description Local time of the store, such as 2026-11-20T22:08:33; needed. */
                transaction_date_time: string;
                /** @description completed where it is missing; cancelled counts in no figure. */
                transaction_status?: string | null;
                /** @description sale (also where it is missing) or return. Amounts of a return are positive: the type takes them away. */
                transaction_type?: string | null;
                /** @description As it stands on the receipt. */
                transaction_unique_id?: string | null;
            } & {
                [key: string]: unknown;
            };
            payments?: ({
                currency_code?: string | null;
                currency_total?: (string | number) | null;
                /** @description UUID that the device makes; needed. */
                id: string;
                line_no?: number | null;
                /** @description Decimal text with up to four places; needed. */
                payment_total: string | number;
                /** @description CASH_PAYMENT, CREDIT_PAYMENT and so on; needed. */
                payment_type: string;
            } & {
                [key: string]: unknown;
            })[] | null;
            /** @description The lines. */
            products?: ({
                /** @description Of the pulled department_main_groups. */
                fk_department_main_group_id?: string | null;
                /** @description Of the pulled products. */
                fk_product_id?: string | null;
                /** @description UUID that the device makes; needed. */
                id: string;
                /** @description True: the line was taken back. */
                is_cancel?: boolean | null;
                line_no?: number | null;
                product_code?: string | null;
                product_name?: string | null;
                /** @description Decimal text with up to four places; needed. */
                quantity: string | number;
                /** @description Decimal text with up to four places; needed. */
                total_price: string | number;
                total_vat?: (string | number) | null;
                unit_price?: (string | number) | null;
                /** @description Percent. */
                vat_rate?: (string | number) | null;
            } & {
                [key: string]: unknown;
            })[] | null;
            /** @description Each needs `refund_amount`. */
            refunds?: ({
                /** @description UUID that the device makes; needed. */
                id: string;
            } & {
                [key: string]: unknown;
            })[] | null;
            /** @description Each needs `tax_amount`. */
            taxes?: ({
                /** @description UUID that the device makes; needed. */
                id: string;
            } & {
                [key: string]: unknown;
            })[] | null;
        } & {
            [key: string]: unknown;
        };
        Refresh: {
            refresh: string;
        };
        RenewedDeviceKey: {
            /** @description The new key. To be kept before it is used. */
            api_key: string;
            company: {
                name: string;
                office_code: string;
                uuid: string;
            };
            /** @description Until then the key before works, too. */
            old_key_works_until: string;
            store: {
                code: string;
                /** @description ISO 4217 letters. */
                currency: string;
                name: string;
                /** @description IANA name: local times of pushes are read in it. */
                time_zone: string;
                uuid: string;
            };
            terminal: {
                /** @description `terminal_code` of the settings. */
                code: string;
                /** @description pypos, kitchen, office or mobile. */
                kind: string;
                name: string;
                /** @description `pos_no_in_store`, the integer `pos_id` of pushes. */
                number: number;
                uuid: string;
            };
        };
        Results: {
            /** @description Where the next page begins; null: there is none. */
            next: number | null;
            results: {
                [key: string]: string | number | boolean | null;
            }[];
        };
        RowChange: {
            /** @description True: the row is gone. */
            deleted: boolean;
            /** @description UUID of the row. */
            id: string;
            /** @description Fields as in init; null: the store should have no row of this id. */
            row: {
                [key: string]: string | number | boolean | null;
            } | null;
            type: string;
            /** @description Place of the change in the company’s feed. */
            version: number;
        };
        Sequences: {
            /** @constant */
            schema_version: 1;
            sequences: {
                [key: string]: string | number | boolean | null;
            }[];
        };
        SignIn: {
            /** @description Of the second factor: from the phone, or a recovery code. */
            code?: string;
            /** @description What the person calls the device; shown where they are signed in. */
            device_name?: string;
            password: string;
            /** @description User name, or an e-mail address that the person has confirmed. */
            username: string;
        };
        /** @description A line: first the head, then rows, and at last the end. */
        SnapshotLine: {
            buckets?: string[];
            /** @description Pulls go on from here. */
            cursor: string;
            /** @constant */
            schema_version: 1;
            types: string[];
            version: number;
        } | {
            /** @description True: the row is gone. */
            deleted: boolean;
            /** @description UUID of the row. */
            id: string;
            /** @description Fields as in init; null: the store should have no row of this id. */
            row: {
                [key: string]: string | number | boolean | null;
            } | null;
            type: string;
            /** @description Null: a type that is sent whole. */
            version: number | null;
        } | {
            /** @constant */
            end: true;
            /** @description Lines between the first and this one. */
            rows: number;
        };
        TypeReplacement: {
            /**
             * @description These are all rows of the type: what is not among them is gone.
             * @constant
             */
            replace: true;
            rows: {
                [key: string]: string | number | boolean | null;
            }[];
            type: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getKeySet: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys, those among them that do not sign yet. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeySet"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pushEvent: {
        parameters: {
            query?: never;
            header?: {
                /** @description For a day a repeat under the same key gets the first one’s answer, unless the caller has lost rights since: then it is `forbidden`. Up to 255 printable characters of ASCII. */
                "Idempotency-Key"?: string;
            };
            path: {
                event_type: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PushedEvent"];
            };
        };
        responses: {
            /** @description It was stored already, or another one is stored under its id and stays. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JudgedPush"];
                };
            };
            /** @description It is stored. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JudgedPush"];
                };
            };
            /** @description It is kept: an event, or a document that is not booked as it is. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JudgedPush"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    renewDeviceKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The key of the terminal (`gtk_…`) that is to be replaced. */
                    api_key: string;
                    /** @description What the device calls this renewal, such as a UUID. To be kept until the new key is. */
                    request_id: string;
                };
            };
        };
        responses: {
            /** @description The new key. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RenewedDeviceKey"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refreshTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Refresh"];
            };
        };
        responses: {
            /** @description Signed in. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonTokens"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description Signed in. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonTokens"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDeviceToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The key of the terminal (`gtk_…`), or the secret of its office settings. */
                    api_key: string;
                    /** @description UUID or code of the terminal. May be missing or empty: the key tells. */
                    terminal_id?: string | null;
                };
            };
        };
        responses: {
            /** @description The token, and where the terminal is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceToken"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    activeCampaigns: {
        parameters: {
            query?: {
                /** @description Only for programs and people, who need the rights store.see and catalog.see there: UUID of the store whose prices and rows are meant. */
                store?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Those between their first and last moment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignResults"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    calculateCampaigns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CartSnapshot"];
            };
        };
        responses: {
            /** @description The proposals. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscountProposals"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checksums: {
        parameters: {
            query?: {
                /** @description Only for programs and people, who need the rights store.see and catalog.see there: UUID of the store whose prices and rows are meant. */
                store?: string;
                /** @description Names of types, separated by commas; without it all that the caller may have. */
                types?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By type: how many rows, and a checksum for each bucket. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Checksums"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pushClosure: {
        parameters: {
            query?: never;
            header?: {
                /** @description For a day a repeat under the same key gets the first one’s answer, unless the caller has lost rights since: then it is `forbidden`. Up to 255 printable characters of ASCII. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PushedClosure"] | {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description It was stored already, or another one is stored under its id and stays. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JudgedPush"];
                };
            };
            /** @description It is stored. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JudgedPush"];
                };
            };
            /** @description It is kept: an event, or a document that is not booked as it is. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JudgedPush"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pushErpSync: {
        parameters: {
            query?: never;
            header?: {
                /** @description For a day a repeat under the same key gets the first one’s answer, unless the caller has lost rights since: then it is `forbidden`. Up to 255 printable characters of ASCII. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PushedEvent"];
            };
        };
        responses: {
            /** @description It was stored already, or another one is stored under its id and stays. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JudgedPush"];
                };
            };
            /** @description It is stored. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JudgedPush"];
                };
            };
            /** @description It is kept: an event, or a document that is not booked as it is. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JudgedPush"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    whoAmI: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Caller"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listNotifications: {
        parameters: {
            query?: {
                /** @description The id of a notification: only what was made after it. */
                after?: string;
                /** @description The id or the code of the calling terminal, or nothing: it is known by what it proves itself with. */
                terminal_id?: string;
                /** @description Seconds to wait until there is something that the terminal was never sent; 0 to 30. */
                wait?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is open. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notifications"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    markNotificationFailed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NotificationFailure"];
            };
        };
        responses: {
            /** @description It is kept. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationState"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    markNotificationRead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is kept. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationState"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    streamNotifications: {
        parameters: {
            query?: {
                /** @description The id or the code of the calling terminal, or nothing: it is known by what it proves itself with. */
                terminal_id?: string;
            };
            header?: {
                /** @description The last event that you have seen: only what came after it. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readOpenApiDocument: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of what you have. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. */
            200: {
                headers: {
                    /** @description Changes with the document. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        openapi: "3.1.0";
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description It is the one named in `If-None-Match`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startPairing: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description How people know the device, such as the name that stands on it. */
                    device_name?: string;
                    /** @description Name and version of its program. */
                    software?: string;
                };
            };
        };
        responses: {
            /** @description The codes. They are good for ten minutes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pairing"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    fetchPairedKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    device_code: string;
                };
            };
        };
        responses: {
            /** @description The key, and which terminal the device is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PairedDevice"];
                };
            };
            /** @description Nobody has answered yet. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PairingPending"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    requestPayment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentRequest"];
            };
        };
        responses: {
            /** @description How the provider decided. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentAnswer"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    prices: {
        parameters: {
            query?: {
                /** @description "next" of the page before. */
                after?: string;
                /** @description About how many rows to send at most, 1 to 5000. */
                limit?: string;
                /** @description Time of the last synchronisation. */
                since?: string;
                /** @description Only for programs and people, who need the rights store.see and catalog.see there: UUID of the store whose prices and rows are meant. */
                store?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A price of each product. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Results"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pushProduct: {
        parameters: {
            query?: never;
            header?: {
                /** @description For a day a repeat under the same key gets the first one’s answer, unless the caller has lost rights since: then it is `forbidden`. Up to 255 printable characters of ASCII. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PushedEvent"];
            };
        };
        responses: {
            /** @description It was stored already, or another one is stored under its id and stays. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JudgedPush"];
                };
            };
            /** @description It is stored. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JudgedPush"];
                };
            };
            /** @description It is kept: an event, or a document that is not booked as it is. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JudgedPush"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    productUpdates: {
        parameters: {
            query?: {
                /** @description "next" of the page before. */
                after?: string;
                /** @description About how many rows to send at most, 1 to 5000. */
                limit?: string;
                /** @description Time of the last synchronisation. */
                since?: string;
                /** @description Only for programs and people, who need the rights store.see and catalog.see there: UUID of the store whose prices and rows are meant. */
                store?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Products, in the order in which they changed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Results"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pull: {
        parameters: {
            query?: {
                /** @description Of the last answer. */
                cursor?: string;
                /** @description About how many rows to send at most, 1 to 5000; rows that were changed at once are not torn apart. */
                limit?: string;
                /** @description Only for programs and people, who need the rights store.see and catalog.see there: UUID of the store whose prices and rows are meant. */
                store?: string;
                /** @description Names of types, separated by commas; without it all that the caller may have. */
                types?: string;
                /** @description Seconds to wait for a change when there is none (long poll), 0 to 30. */
                wait?: string;
            };
            header?: {
                /** @description ETag of what you have. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The next changes. An empty list: there are none. */
            200: {
                headers: {
                    /** @description Of the cursor; with If-None-Match an answer without changes is 304. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changes"];
                };
            };
            /** @description Nothing has changed since the cursor in the query was given. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    push: {
        parameters: {
            query?: never;
            header?: {
                /** @description For a day a repeat under the same key gets the first one’s answer, unless the caller has lost rights since: then it is `forbidden`. Up to 255 printable characters of ASCII. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Push"];
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description The batch was read and judged; everything that is answered is on the disk. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PushAnswer"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSequences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Rows in the form of init. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sequences"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    snapshot: {
        parameters: {
            query?: {
                /** @description Only rows of these buckets, two hexadecimal digits each: to repair what checksums have found. */
                buckets?: string;
                /** @description Only for programs and people, who need the rights store.see and catalog.see there: UUID of the store whose prices and rows are meant. */
                store?: string;
                /** @description Names of types, separated by commas; without it all that the caller may have. */
                types?: string;
            };
            header?: {
                /** @description ETag of what you have. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Head, rows, end. */
            200: {
                headers: {
                    /** @description Of the state; with If-None-Match an unchanged snapshot is 304. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["SnapshotLine"];
                };
            };
            /** @description It is the snapshot that was fetched before. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    taxes: {
        parameters: {
            query?: {
                /** @description Only for programs and people, who need the rights store.see and catalog.see there: UUID of the store whose prices and rows are meant. */
                store?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them by their numbers, gone ones too. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Results"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pushTransaction: {
        parameters: {
            query?: never;
            header?: {
                /** @description For a day a repeat under the same key gets the first one’s answer, unless the caller has lost rights since: then it is `forbidden`. Up to 255 printable characters of ASCII. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PushedTransaction"] | {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description It was stored already, or another one is stored under its id and stays. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JudgedPush"];
                };
            };
            /** @description It is stored. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JudgedPush"];
                };
            };
            /** @description It is kept: an event, or a document that is not booked as it is. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JudgedPush"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pushMovement: {
        parameters: {
            query?: never;
            header?: {
                /** @description For a day a repeat under the same key gets the first one’s answer, unless the caller has lost rights since: then it is `forbidden`. Up to 255 printable characters of ASCII. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PushedMovement"] | {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description It was stored already, or another one is stored under its id and stays. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JudgedPush"];
                };
            };
            /** @description It is stored. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JudgedPush"];
                };
            };
            /** @description It is kept: an event, or a document that is not booked as it is. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JudgedPush"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
