"""The stylesheet of ordinary widgets, with roles and sizes in place of values; `Theme.fill` fills it.

What Belfry paints itself (timelines, tiles, badges) is not here; nor are weights, which a stylesheet cannot set in a
variable font: see `client.ui.buttons`.
"""

BASE = """
QToolTip { background: @toast.bg@; color: @toast.on@; border: 1px solid @line.strong@; padding: @4@ @6@; }

QPushButton { min-height: @30@; padding: 0 @12@; border: 1px solid @line.strong@; border-radius: @6@;
  background: @bg.column@; color: @text.primary@; outline: 0; }
QPushButton:hover { background: @bg.hover@; }
QPushButton:pressed { background: @bg.selected@; }
QPushButton:focus { border: 2px solid @focus.ring@; }
QPushButton:disabled { color: @text.disabled@; background: @bg.disabled@; border-color: @line.hair@; }
QPushButton[look="small"] { min-height: @24@; padding: 0 @9@; }
QPushButton[look="primary"] { background: @accent.fill@; color: @accent.on@; border-color: @accent.fill@; }
QPushButton[look="primary"]:hover { background: @accent.fill.hover@; border-color: @accent.fill.hover@; }
QPushButton[look="primary"]:focus { border: 2px solid @text.primary@; }
QPushButton[look="primary"]:disabled { background: @bg.disabled@; color: @text.disabled@; border-color: @line.hair@; }
QPushButton[look="ghost"] { border-color: transparent; background: transparent; color: @accent@; }
QPushButton[look="ghost"]:hover { background: @accent.soft@; }
QPushButton[look="ghost"]:focus { border: 2px solid @focus.ring@; }

QToolButton { border: 2px solid transparent; border-radius: @6@; background: transparent; color: @text.primary@; }
QToolButton:hover { background: @bg.hover@; }
QToolButton:focus { border-color: @focus.ring@; }

QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox { min-height: @28@; padding: 0 @9@; border: 1px solid @line.field@;
  border-radius: @6@; background: @bg.field@; color: @text.primary@; font-size: @~13@;
  selection-background-color: @accent.fill@; selection-color: @accent.on@; placeholder-text-color: @text.muted@; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus { border: 2px solid @focus.ring@;
  padding: 0 @8@; }
QLineEdit:disabled, QAbstractSpinBox:disabled { background: @bg.disabled@; color: @text.disabled@; border-color: @line.hair@; }

QComboBox { min-height: @28@; padding: 0 @9@; border: 1px solid @line.field@; border-radius: @6@; background: @bg.field@;
  color: @text.primary@; font-size: @~13@; }
QComboBox:focus { border: 2px solid @focus.ring@; }
QComboBox QAbstractItemView { background: @bg.raised@; color: @text.primary@; border: 1px solid @line.strong@;
  selection-background-color: @bg.selected@; selection-color: @text.primary@; outline: 0; }

QMenu { background: @bg.raised@; color: @text.primary@; border: 1px solid @line.strong@; padding: @4@ 0; font-size: @~13@;
  icon-size: @~16@; }
QMenu::item { padding: @6@ @24@ @6@ @12@; background: transparent; }
QMenu::item:selected { background: @bg.selected@; color: @accent.soft.text@; }
QMenu::item:disabled { color: @text.disabled@; }
QMenu::separator { height: 1px; margin: @4@ 0; background: @line.hair@; }
QMenu::icon { padding-left: @8@; }

QScrollBar:vertical { width: @10@; background: transparent; margin: 0; border: 0; }
QScrollBar:horizontal { height: @12@; background: @bg.deck@; margin: 0; border: 0; border-top: 1px solid @line.hair@; }
QScrollBar::handle { background: @line.strong@; border-radius: 3px; min-width: @24@; min-height: @24@; }
QScrollBar::handle:vertical { margin: 2px; }
QScrollBar::handle:horizontal { margin: 2px @6@ 3px @6@; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""
