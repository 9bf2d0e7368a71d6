"""Waiting lists of the club's own groups: the same screens that the body has."""

from aiogram import Router

from handlers.common.filters import IsProvider
from handlers.staff.certificates.list_buttons import ListOf, Lists
from handlers.staff.certificates.lists import show_list, show_lists

router = Router(name="provider.certificates.lists")
router.message.filter(IsProvider())
router.callback_query.filter(IsProvider())
router.callback_query(Lists.filter())(show_lists)
router.callback_query(ListOf.filter())(show_list)
