"""What mails say, in each language: a subject and an opening for every kind, and labels."""

from __future__ import annotations

SUBJECTS = {
    "en": {
        "activated": "Subscription {id} is active: {name}",
        "failed": "Order {document} has failed: {name}",
        "renewed": "Subscription {id} is renewed: {name}",
        "renewal_failed": "Subscription {id} could not be renewed: {name}",
        "changed": "Subscription {id} has other amounts: {name}",
        "switched": "Subscription {id} has another plan: {name}",
        "deleted": "Subscription {id} is deleted: {name}",
        "stopped": "Subscription {id} has been stopped: {name}",
        "graced": "Subscription {id} has expired: {name}",
        "to_be_deleted": "Subscription {id} will be deleted: {name}",
        "expires": "Subscription {id} expires soon: {name}",
        "trial_ends": "Trial {id} ends soon: {name}",
    },
    "ru": {
        "activated": "Подписка {id} активна: {name}",
        "failed": "Заказ {document} не выполнен: {name}",
        "renewed": "Подписка {id} продлена: {name}",
        "renewal_failed": "Подписку {id} не удалось продлить: {name}",
        "changed": "В подписке {id} изменены ресурсы: {name}",
        "switched": "У подписки {id} другой тарифный план: {name}",
        "deleted": "Подписка {id} удалена: {name}",
        "stopped": "Подписка {id} остановлена: {name}",
        "graced": "Срок подписки {id} истёк: {name}",
        "to_be_deleted": "Подписка {id} будет удалена: {name}",
        "expires": "Срок подписки {id} скоро истечёт: {name}",
        "trial_ends": "Пробный период {id} скоро закончится: {name}",
    },
}

OPENINGS = {
    "en": {
        "activated": "the subscription you ordered is active.",
        "failed": "the vendor could not carry the order out. Please write to support.",
        "renewed": "the subscription goes on for another period.",
        "renewal_failed": "the vendor could not renew the subscription. Please write to support.",
        "changed": "the amounts of the subscription have been changed.",
        "switched": "the plan of the subscription has been changed.",
        "deleted": "the subscription and its data are gone for good.",
        "stopped": "the platform has stopped the subscription: the client can't use it now.",
        "graced": "the subscription was not renewed in time. It works for a few days yet.",
        "to_be_deleted": "the subscription is stopped, and its data will not be kept any longer.",
        "expires": "the period of the subscription comes to its end.",
        "trial_ends": "to go on, renew it for a paid period or switch it to a paid plan.",
    },
    "ru": {
        "activated": "Заказанная вами подписка активна.",
        "failed": "Поставщик не смог выполнить заказ. Пожалуйста, напишите в поддержку.",
        "renewed": "Подписка продлена на следующий период.",
        "renewal_failed": "Поставщик не смог продлить подписку. Пожалуйста, напишите в поддержку.",
        "changed": "Количество ресурсов подписки изменено.",
        "switched": "Тарифный план подписки изменён.",
        "deleted": "Подписка и её данные удалены без возможности восстановления.",
        "stopped": "Платформа остановила подписку: клиент не может ею пользоваться.",
        "graced": "Подписка не была продлена вовремя. Она проработает ещё несколько дней.",
        "to_be_deleted": "Подписка остановлена, срок хранения её данных заканчивается.",
        "expires": "Период подписки подходит к концу.",
        "trial_ends": "Чтобы продолжить, продлите её на платный период или смените план.",
    },
}

LABELS = {
    "en": {
        "hello": "Hello {manager},",
        "Subscription": "Subscription", "Client": "Client", "Plan": "Plan", "Order": "Order",
        "Activation date": "Activation date", "Expiration date": "Expiration date",
        "endless": "Endless", "Reason": "Reason", "Support": "Support",
        "In the portal": "In the portal", "Amount": "Amount", "Auto-renew": "Auto-renew",
        "on": "on", "off": "off", "Will be stopped": "Will be stopped on",
        "Will be deleted": "Will be deleted on", "expired": "it has not been renewed",
        "hold": "the client is on hold", "vendor": "the vendor has suspended it",
    },
    "ru": {
        "hello": "Здравствуйте, {manager}!",
        "Subscription": "Подписка", "Client": "Клиент", "Plan": "Тарифный план",
        "Order": "Заказ", "Activation date": "Дата активации",
        "Expiration date": "Дата окончания", "endless": "Бессрочно", "Reason": "Причина",
        "Support": "Поддержка", "In the portal": "В портале", "Amount": "Сумма",
        "Auto-renew": "Автопродление", "on": "включено", "off": "выключено",
        "Will be stopped": "Будет остановлена", "Will be deleted": "Будет удалена",
        "expired": "она не была продлена", "hold": "работа клиента приостановлена",
        "vendor": "поставщик приостановил её",
    },
}  # fmt: skip
